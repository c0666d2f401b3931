"""From an applicant's words to counted terms, every term still pointing at its exact characters."""
