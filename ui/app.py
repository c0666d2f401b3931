"""The screen: ``alignment ui``, or ``streamlit run app.py`` in this folder."""

# Streamlit puts the script's folder on the path, so the parts are found in a checkout and inside the installed package alike.
from parts.page import draw  # type: ignore[import-not-found]

draw()
