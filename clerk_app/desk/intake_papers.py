"""What became of the papers of a case that was just done, in words for the screen of intake."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from clerk_app.desk.intake_more import trouble_words
from clerk_app.desk.paper_port import OUT, Stage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clerk_app.desk.intake_state import Handled
    from clerk_app.desk.messages import Message
    from clerk_app.desk.paper_port import PaperJob

_LEFT = (
    ("待打印", frozenset({Stage.WAITING, Stage.FAILED})),
    ("没有回答", frozenset({Stage.UNANSWERED})),
)
PERHAPS = "可能已经打出"


def papers_words(done: Handled, heard: Mapping[str, PaperJob]) -> str:
    """How many papers there are, and how many of them nobody has in hand. `heard` is each as last
    heard of, by its number."""
    stages = _stages(done, heard)
    given_up = sum(job.perhaps and job.stage is Stage.PUT_AWAY for job in heard.values())
    left = [(word, sum(stages[each] for each in of)) for word, of in _LEFT]
    words = [f"文书 {stages.total()} 份"]
    for word, n in (*left, ("不再打", stages[Stage.PUT_AWAY] - given_up), (PERHAPS, given_up)):
        words += [f"{word} {n} 份"] if n else []
    return "，".join(words)


def still_so(message: Message | None, done: Handled, heard: Mapping[str, PaperJob]) -> bool:
    """Whether what stands on the page may go on standing there: that a paper waits may not, once
    none does."""
    if not done.trouble or message != trouble_words(done):
        return True
    return bool(set(_stages(done, heard)) - OUT - {Stage.PUT_AWAY})


def _stages(done: Handled, heard: Mapping[str, PaperJob]) -> Counter[Stage]:
    made = {
        d.number: Stage(d.stage or (Stage.SAVED if d.path else Stage.WAITING)) for d in done.papers
    }
    now = {number: job.stage for number, job in heard.items()}
    return Counter(now.get(number, stage) for number, stage in made.items())
