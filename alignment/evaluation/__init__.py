"""How good the judgement is: measures on labelled cases, and the fitting of the scorecard's few numbers."""
