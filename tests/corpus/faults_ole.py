"""The old container of Microsoft, made by hand: what holds files before 2007 and files with a password."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def ole(streams: Mapping[str, bytes]) -> bytes:
    """The smallest compound file that holds these streams; short ones are filled up, so that none needs the second table."""
    names = sorted(streams, key=lambda name: (len(name), name.upper()))
    contents = [_whole_sectors(streams[name].ljust(4096, b"\0")) for name in names]
    entries = [_entry("Root Entry", 5, child=1 if names else _FREE, start=_END, size=0)]
    starts, at = [], 0
    for content in contents:
        starts.append(at)
        at += len(content) // _SECTOR
    for number, (name, content) in enumerate(zip(names, contents, strict=True), start=1):
        right = number + 1 if number < len(names) else _FREE
        entries.append(_entry(name, 2, right=right, start=starts[number - 1], size=len(content)))
    directory = _whole_sectors(b"".join(entries))
    return _compound([*contents, directory], starts=[*starts, at])


def _compound(chains: Sequence[bytes], starts: Sequence[int]) -> bytes:
    """Header, chains of sectors (the last one is the directory) and the table that says which sector follows which."""
    used = sum(len(chain) // _SECTOR for chain in chains)
    tables = -(-used // 127)
    fat: list[int] = []
    for chain in chains:
        fat += [*range(len(fat) + 1, len(fat) + len(chain) // _SECTOR), _END]
    fat += [_FAT] * tables
    fat += [_FREE] * (tables * 128 - len(fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<LLLLLLLLL", 0, tables, starts[-1], 0, 4096, _END, 0, _END, 0)
    header += struct.pack("<109L", *range(used, used + tables), *[_FREE] * (109 - tables))
    return header + b"".join(chains) + struct.pack(f"<{len(fat)}L", *fat)


def _entry(name: str, kind: int, *, child: int = _FREE, right: int = _FREE, start: int, size: int) -> bytes:
    label = name.encode("utf-16-le") + b"\0\0"
    return label.ljust(64, b"\0") + struct.pack("<HBBLLL36xLQ", len(label), kind, 1, _FREE, right, child, start, size)


def _whole_sectors(content: bytes) -> bytes:
    return content + bytes(-len(content) % _SECTOR)
