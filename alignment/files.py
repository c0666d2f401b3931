"""A file written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from alignment.errors import UsageError
from alignment.messages import say
from alignment.model import Language


@contextmanager
def whole_file(path: Path, language: Language) -> Iterator[BinaryIO]:
    """A file that takes its place only when all of it is on the disk; until then the old one stays.

    The new file is private to its owner (mode 0600 or stricter), because it holds applicants' text.

    Raises:
        UsageError: when the file cannot be written there.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:100]}.", suffix=".tmp", dir=path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as out:
                yield out
                out.flush()
                os.fsync(out.fileno())
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        reason = error.strerror or str(error)
        sentence = say(language, "file.cannot_write", path=path, reason=reason)
        raise UsageError(sentence, say(language, "file.try_elsewhere")) from error
