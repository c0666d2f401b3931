"""Several people at once: each gets an answer, and it is their own."""

from __future__ import annotations

from tests.load import everyone

from .server import Server


def test_each_of_several_people_gets_their_own_answer(server: Server) -> None:
    seen = everyone(server, 5, words=300, times=2)
    for name, checks in seen.items():
        assert len(checks) == 2
        for check in checks:
            assert 'data-arrived="' in check.text
            assert name in check.text
            assert not [other for other in seen if other != name and other in check.text]
