"""From files as they come to applications, and a problem for everything that is wrong with them."""

from alignment.intake.desk import ColumnMapping
from alignment.intake.reading import Intake, read_inputs
from alignment.intake.template import write_template

__all__ = ["ColumnMapping", "Intake", "read_inputs", "write_template"]
