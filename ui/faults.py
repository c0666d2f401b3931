"""What went wrong, told to the log under a code that the user sees too: never in words, which may be an applicant's."""

from __future__ import annotations

import logging
import secrets
import traceback

_LOG = logging.getLogger("alignment.screen")


def noted(error: BaseException) -> str:
    """Write a fault to the log: its code, kind and place in the program. The code is what the user is given."""
    code = secrets.token_hex(3).upper()
    _LOG.error("fault %s: %s", code, _kind_and_place(error))
    return code


def place_of(error: BaseException) -> str:
    """Where in the program an error came up, innermost first: ``prose.py:120 read < assess.py:86 assess``."""
    frames = reversed(traceback.extract_tb(error.__traceback__)[-3:])
    return " < ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames)


def hush() -> None:
    """Let no library write the words of an error to the log: every record tells its kind and place instead of the traceback."""
    make = logging.getLogRecordFactory()

    def made(*given: object, **named: object) -> logging.LogRecord:
        record = make(*given, **named)
        if record.exc_info and (error := record.exc_info[1]):
            record.msg, record.args, record.exc_info = f"{record.msg} [{_kind_and_place(error)}]", (), None
        return record

    logging.setLogRecordFactory(made)


def _kind_and_place(error: BaseException) -> str:
    # An error of another process has left its traceback there and brought the place as a note.
    place = next(iter(getattr(error, "__notes__", ())), None) or place_of(error)
    return f"{type(error).__name__} at {place}"
