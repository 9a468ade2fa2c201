"""Exercises. An exercise is the lines of a phase that belong together: its name, instructions, dose, repeats and
sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, takewhile

from voiceguide.language import load
from voiceguide.script.breaths import joined_breaths
from voiceguide.script.grammar import any_word, grammar
from voiceguide.script.lines import Reader, ScriptLine
from voiceguide.script.source import Remark

FEW_WORDS = 3
"""The most words of a line that names an exercise."""


@dataclass(slots=True)
class Exercise:
    """The lines that make one step, or one line that makes several."""

    lines: list[ScriptLine] = field(default_factory=list)
    name: str = ""
    """The words of the heading above it."""
    titled: ScriptLine | None = None
    """The heading of the exercise itself, not of its phase."""
    told: int = 1
    """The number of its lines that the notes about it have named."""
    _looked: int = 0
    """The number of its lines among which the next two are the last of their kind."""
    _pattern: ScriptLine | None = None
    _dosed: ScriptLine | None = None

    @property
    def main(self) -> ScriptLine | None:
        """The line with the dose."""
        for line in self.lines[self._looked :]:
            if line.words.runs.pattern:
                self._pattern = line
            elif line.role in ("action", "dose"):
                self._dosed = line
        self._looked = len(self.lines)
        return self._pattern or self._dosed

    @property
    def again(self) -> list[ScriptLine]:
        """The lines that give the repeats or the other side."""
        return [line for line in self.lines if line.role == "again"]

    @property
    def how(self) -> list[ScriptLine]:
        """The instructions before the dose."""
        return [line for line in self.lines if line.role == "say"]


@dataclass(slots=True)
class Gathering:
    """The lines of a phase while they are put together."""

    reader: Reader
    name: str = ""
    exercises: list[Exercise] = field(default_factory=list)
    waiting: list[ScriptLine] = field(default_factory=list)
    """Lines without a dose. They may belong to a later line."""
    _undosed: int = 0
    """The number of first exercises that have no dose, as far as is known."""
    since: int = 0
    """The number of exercises at the last repeat."""

    def take(self, line: ScriptLine, following: Sequence[ScriptLine]) -> int:
        """Take a line in. Return the number of following lines that were taken with it."""
        if line.role == "say":
            self.waiting.append(line)
        elif line.role == "action" and self._finishes(line):
            self.exercises[-1].lines.append(line)
            self._tell(self.exercises[-1])
        elif line.role == "action":
            return self._act(line, following)
        elif line.role == "dose":
            return self._dose(line, following)
        elif line.role == "again" and not line.words.runs.pattern:
            self._again(line)
        else:
            self.flush()
            self.exercises.append(Exercise([line], self.name))
        return 0

    def _finishes(self, line: ScriptLine) -> bool:
        """True if a line gives the rounds of the breath pattern above it: `4 rounds, no more in the first month`."""
        last = self.exercises[-1].main if self.exercises and not self.waiting else None
        return (
            last is not None
            and bool(last.words.runs.pattern)
            and _unfinished(last)
            and _only_how_often(line)
            and bool(line.words.doings)
        )

    def flush(self) -> None:
        """Make a step of each waiting line."""
        self.exercises += [Exercise([line]) for line in self.waiting]
        self.waiting.clear()

    def _act(self, line: ScriptLine, following: Sequence[ScriptLine]) -> int:
        if line.label == "start" and any(other.label for other in self.waiting):
            self._join(line)
            return 0
        self.flush()
        taken = self._below(line, following) if line.paragraph else 0
        self.exercises.append(Exercise([line, *following[:taken]], self.name))
        return taken

    def _dose(self, line: ScriptLine, following: Sequence[ScriptLine]) -> int:
        if self.waiting:
            self._join(line)
            return 0
        last = self.exercises[-1] if self.exercises else None
        if last and last.main and _repeats_in_sets(line, self.reader.language):
            self._again(replace(line, role="again"))
            return 0
        if last and self._completes(last, line):
            last.lines.append(replace(line, role="again"))
            self._tell(last)
            return 0
        if last and last.main and (_unfinished(last.main) or _only_how_often(line)):
            last.lines.append(line)
            self._tell(last)
            return 0
        taken = self._below(line, following) or int(self._named_below(following))
        if taken > 1 and any_word(self.reader.language, "exercise", "each").search(line.text):
            self.exercises += [Exercise([other, line], self.name) for other in following[:taken]]
            message = "the dose above is that of each of these steps"
            self.reader.source.add(Remark("note", message), following[0].line)
            return taken
        if are_names(following[:taken]):
            each = load(self.reader.language).words("exercise", "each")[0]
            hint = f"write `{line.text.rstrip('.')} {each}`, or a dose each"
            message = "it is not sure whether this dose is of each of the steps below, or of all"
            self.reader.source.error(message, line.line, hint)
        self.exercises.append(Exercise([line, *following[:taken]], self.name))
        if taken:
            self._tell(self.exercises[-1])
        return taken

    def _completes(self, last: Exercise, line: ScriptLine) -> bool:
        """True if a line gives the count of the only hold under its heading: `10 reps` below `Hold 5 seconds`."""
        dosed = self._dosed_under_name()
        held = last.main.words.doings if last.main else ()
        return (
            bool(self.name)
            and len(dosed) == 1
            and dosed[0] is last
            and [doing.pieces.names for doing in held] in ([{"hold"}], [{"counted"}])
            and not any(other.role == "again" for other in last.lines)
            and all(
                doing.pieces.times and doing.pieces.names <= {"times", "sets", "rest"} for doing in line.words.doings
            )
        )

    def _dosed_under_name(self) -> list[Exercise]:
        """The last two exercises with a dose under the heading, as far as there are."""
        dosed = (exercise for exercise in reversed(self.exercises) if exercise.main)
        return list(islice(takewhile(lambda exercise: exercise.name == self.name, dosed), 2))

    def _below(self, line: ScriptLine, following: Sequence[ScriptLine]) -> int:
        """The number of lines without a dose right below a dose. 0 if the list goes on after them."""
        count = next((at for at, other in enumerate(following) if other.role != "say"), len(following))
        ended = count == len(following) or following[count].role == "name" or following[count].paragraph
        return count if ended and count and not following[0].paragraph else 0

    def _named_below(self, following: Sequence[ScriptLine]) -> bool:
        """True if the line below names intervals of eight rounds: `Tabata: bear crawls`."""
        eight = any_word(self.reader.language, "exercise", "eight_rounds")
        return bool(following) and following[0].role == "say" and eight.search(following[0].text) is not None

    def _join(self, line: ScriptLine) -> None:
        """Make an exercise of the waiting lines and this one."""
        exercise = Exercise([*self.waiting, line], self.name)
        self.waiting.clear()
        self.exercises.append(exercise)
        self._tell(exercise)

    def _again(self, line: ScriptLine) -> None:
        if self.waiting and not self._held_once():
            self._join(line)
            return
        since = max(self.since, self._undosed)
        dosed = [exercise for exercise in self.exercises[since:] if exercise.main]
        if not dosed:
            self.exercises.append(Exercise([line], self.name))
            self._undosed = len(self.exercises)
            return
        last = dosed[-1]
        recent = self.exercises[self.since :]
        alone = len(dosed) == 1 or len(last.lines) > 1 or (last is recent[-1] and _split(recent))
        last.lines += self.waiting  # `Hold 5 seconds. / Lower slowly. / Repeat 10 times.` is one exercise
        self.waiting.clear()
        if len(dosed) > 1 and line.words.sides_each and _opposite(*dosed[-2:]) and line.words.doings:
            self._repeat_pair(line, dosed[-2], last)
        elif alone:
            last.lines.append(line)
            self._tell(last)
        else:
            hint = (
                "write it in the step itself: `{hold_sets}`, `{side}`; of the whole list, `({rounds})` on the heading"
            )
            hint = hint.format(**_examples(self.reader))
            message = "it is not sure what is repeated: the step above, or all of them"
            self.reader.source.error(message, line.line, hint)
        self.since = len(self.exercises)

    def _held_once(self) -> bool:
        """True if the lines above end with a hold that is not repeated yet."""
        last = self.exercises[-1] if self.exercises[self.since :] else None
        if last is None or last.main is None or last.again:
            return False
        return [doing.pieces.names for doing in last.main.words.doings] == [{"hold"}] and last.main.text != ""

    def _repeat_pair(self, line: ScriptLine, one: Exercise, other: Exercise) -> None:
        """Repeat the last two steps: `Repeat 3 times to each side`, after a step for the right and one for the left."""
        amount = line.words.doings[0].pieces.again
        times = max(1, round(amount.low + amount.high) // 2) if amount else 1
        at = next(place for place, exercise in enumerate(self.exercises) if exercise is one)
        self.exercises[at:] = [
            Exercise(exercise.lines, exercise.name) for _ in range(times) for exercise in (one, other)
        ]

    def _tell(self, exercise: Exercise) -> None:
        first = exercise.lines[0].line
        for line in exercise.lines[exercise.told :]:
            if line.line != first:
                self.reader.source.add(Remark("note", f"one exercise with line {first}"), line.line)
        exercise.told = len(exercise.lines)


def _examples(reader: Reader) -> dict[str, str]:
    return dict(load(reader.language).data["examples"])


def are_names(lines: Sequence[ScriptLine]) -> bool:
    """True for two or more lines of a few words each. They name exercises and give no instruction."""
    return len(lines) > 1 and all(len(line.text.split()) <= FEW_WORDS and line.text[-1:] != "." for line in lines)


def _split(exercises: list[Exercise]) -> bool:
    """True if the exercises of a phase are written over several lines each."""
    return any(len(exercise.lines) > 1 for exercise in exercises)


def _unfinished(line: ScriptLine) -> bool:
    """True if a dose needs another line: sets without a count, a breath pattern without its rounds."""
    if line.words.runs.pattern:
        return not line.words.doings
    names = line.words.doings[-1].pieces.names if line.words.doings else set()
    return bool(names) and names <= {"sets", "rest", "tempo", "pace"}


def _repeats_in_sets(line: ScriptLine, language: str) -> bool:
    """True for `Repeat 10 times and do 2 sets`."""
    names = [doing.pieces.names - {"rest"} for doing in line.words.doings]
    return names == [{"times", "sets"}] and grammar(language).repeat.match(line.text) is not None


def _only_how_often(line: ScriptLine) -> bool:
    return all(doing.pieces.names <= {"again", "rest"} for doing in line.words.doings)


def _opposite(one: Exercise, other: Exercise) -> bool:
    """True if two exercises are the same on the right and on the left."""
    first, second = (set(exercise.main.words.named) if exercise.main else set() for exercise in (one, other))
    return len(first) == len(second) == 1 and first != second


def gathered(reader: Reader, lines: Sequence[ScriptLine], name: str) -> list[Exercise]:
    """The exercises of a phase, in order."""
    gathering = Gathering(reader, name)
    lines = joined_breaths(lines, reader.language)
    at, titled = 0, None
    while at < len(lines):
        line = lines[at]
        if line.role == "name":
            gathering.flush()
            gathering.name, titled = line.text, line
            gathering.since = len(gathering.exercises)
            at += 1
            continue
        at += 1 + gathering.take(line, lines[at + 1 :])
        if titled and len(gathering.exercises) > gathering.since:
            gathering.exercises[gathering.since].titled, titled = titled, None
    gathering.flush()
    return gathering.exercises
