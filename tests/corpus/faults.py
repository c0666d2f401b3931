"""All faults: broken, hostile and odd input, each with what must still come of it and what must be told."""

from __future__ import annotations

from tests.corpus import Sample
from tests.corpus.faults_cells import CELLS
from tests.corpus.faults_documents import DOCUMENTS
from tests.corpus.faults_places import PLACES
from tests.corpus.faults_sheets import SHEETS
from tests.corpus.faults_texts import TEXTS
from tests.corpus.faults_workbooks import WORKBOOKS

FAULTS: tuple[Sample, ...] = (*WORKBOOKS, *SHEETS, *DOCUMENTS, *TEXTS, *CELLS, *PLACES)
