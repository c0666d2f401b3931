"""Everything that can stop the program, under one root.

Bad input does not stop anything: it becomes a :class:`alignment.model.Problem` and the other applications go on.
What stands here is for the cases where nothing can be done. Every error carries one clear sentence and a hint,
so that the command line and the screen never have to show a traceback.
"""


class AlignmentError(Exception):
    """The root of all errors of this package: what is wrong, and what to do about it."""

    def __init__(self, sentence: str, hint: str = "") -> None:
        super().__init__(sentence)
        #: One sentence a user can read.
        self.sentence = sentence
        #: What the user can do next; empty when the sentence says it already.
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.sentence} {self.hint}".strip()


class RulebookError(AlignmentError):
    """A rulebook that cannot be used, with every fault in it at once."""

    def __init__(self, folder: str, faults: tuple[str, ...]) -> None:
        listed = "\n".join(f"  {fault}" for fault in faults)
        super().__init__(
            f"The rulebook {folder} has {len(faults)} fault(s):\n{listed}",
            "Run 'alignment rules check' after mending them.",
        )
        #: One line a fault: file, path inside it, what is wrong, what is allowed.
        self.faults = faults


class UsageError(AlignmentError):
    """Something asked for does not exist or cannot be combined: a file, an id, an option."""
