"""All shapes: good input as it comes, each with every application that must come of it."""

from __future__ import annotations

from tests.corpus import Sample
from tests.corpus.shapes_eura import EURA
from tests.corpus.shapes_europe import EUROPE
from tests.corpus.shapes_forms import FORMS
from tests.corpus.shapes_headers import HEADERS
from tests.corpus.shapes_kinds import KINDS
from tests.corpus.shapes_pages import PAGES
from tests.corpus.shapes_services import SERVICES
from tests.corpus.shapes_tables import TABLES
from tests.corpus.shapes_texts import TEXTS
from tests.corpus.shapes_values import VALUES
from tests.corpus.shapes_words import WORDS

SHAPES: tuple[Sample, ...] = (*KINDS, *HEADERS, *TABLES, *VALUES, *TEXTS, *EURA, *EUROPE, *SERVICES, *FORMS, *WORDS, *PAGES)
