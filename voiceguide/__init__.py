"""voiceguide: from a written routine to spoken, timed cues, fitted to a length.

    import voiceguide as vg

    routine = vg.read("my-heel.md")
    print(vg.lengths(routine))
    with vg.Studio(routine) as studio:
        plan = studio.plan("10m")
        for change in plan.changes:
            print(change.why)
        studio.export(plan, "heel.mp3", bed="brown")

The names in `__all__` are the public API; `docs/api.md` says what is stable. Each is imported when it is first used, so
that `import voiceguide` stays cheap.
"""

TYPE_CHECKING = False  # type checkers take it as true; importing `typing` would cost ten times this module
if TYPE_CHECKING:
    from voiceguide.callbacks import Note, Progress
    from voiceguide.errors import (
        BedError,
        CacheError,
        Finding,
        FitError,
        LanguageError,
        OutputError,
        RecordingError,
        RoutineNotFoundError,
        ScriptError,
        SpeechError,
        UnspokenError,
        VoiceguideError,
        VoiceNotFoundError,
    )
    from voiceguide.export import Tags
    from voiceguide.fit.choices import Choices
    from voiceguide.plan import Change, Chapter, Cue, Plan, PlannedHold, PlannedStep
    from voiceguide.routine import Phase, Routine, Step
    from voiceguide.script.library import routines
    from voiceguide.speech.engine import Voice
    from voiceguide.speech.engine_voices import voices
    from voiceguide.studio.exporting import Exported
    from voiceguide.studio.lengths import Lengths
    from voiceguide.studio.one_call import lengths
    from voiceguide.studio.reading import check_script as check
    from voiceguide.studio.reading import check_text
    from voiceguide.studio.reading import parse_routine as parse
    from voiceguide.studio.reading import read_routine as read
    from voiceguide.studio.studio import Studio

__version__ = "0.1.0"

__all__ = [
    "BedError",
    "CacheError",
    "Change",
    "Chapter",
    "Choices",
    "Cue",
    "Exported",
    "Finding",
    "FitError",
    "LanguageError",
    "Lengths",
    "Note",
    "OutputError",
    "Phase",
    "Plan",
    "PlannedHold",
    "PlannedStep",
    "Progress",
    "RecordingError",
    "Routine",
    "RoutineNotFoundError",
    "ScriptError",
    "SpeechError",
    "Step",
    "Studio",
    "Tags",
    "UnspokenError",
    "Voice",
    "VoiceNotFoundError",
    "VoiceguideError",
    "__version__",
    "check",
    "check_text",
    "lengths",
    "parse",
    "read",
    "routines",
    "voices",
]

_PLACES = {
    "callbacks": ("Note", "Progress"),
    "errors": tuple(name for name in __all__ if name.endswith("Error") or name == "Finding"),
    "export": ("Tags",),
    "fit.choices": ("Choices",),
    "plan": ("Change", "Chapter", "Cue", "Plan", "PlannedHold", "PlannedStep"),
    "routine": ("Phase", "Routine", "Step"),
    "script.library": ("routines",),
    "speech.engine": ("Voice",),
    "speech.engine_voices": ("voices",),
    "studio.exporting": ("Exported",),
    "studio.lengths": ("Lengths",),
    "studio.one_call": ("lengths",),
    "studio.reading": ("check", "check_text", "parse", "read"),
    "studio.studio": ("Studio",),
}
"""Module -> the public names that it holds."""
_INNER = {"check": "check_script", "parse": "parse_routine", "read": "read_routine"}
"""Public name -> its name inside, where a module needs a longer one."""


def __getattr__(name: str) -> object:
    """Import a public name when it is first used."""
    from importlib import import_module

    for module, names in _PLACES.items():
        if name in names:
            found: object = getattr(import_module(f"{__name__}.{module}"), _INNER.get(name, name))
            globals()[name] = found
            return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """The names there are, with those that were not used yet."""
    return sorted({*globals(), *__all__})
