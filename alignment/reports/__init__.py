"""Reports draw what they are given: a workbook, JSON lines, or text for a terminal. They add no reason of their own."""
