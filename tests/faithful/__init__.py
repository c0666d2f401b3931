"""Are our explanations true to the score? Deletion tests against LIME and eli5; run as ``make faithful``."""
