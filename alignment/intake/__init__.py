"""From files as they come to applications, and a problem for everything that is wrong with them."""

from alignment.intake.quarantine import Quarantine
from alignment.intake.reading import Given, Intake, read_inputs

__all__ = ["Given", "Intake", "Quarantine", "read_inputs"]
