"""A voice for Piper that is small, made here, and speaks in tones: the inputs and outputs of a real one.

    python -m tests.tiny_voice FOLDER [NAME…]

Each phoneme is a tone of its own, PHONEME_SECONDS long, times the length scale; each speaker has a pitch of their own.
"""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from tests.needs import need

RATE = 22_050
PHONEME_SECONDS = 0.035
"""Of each phoneme, and of what Piper puts between two."""
LETTERS = "_^$ !'(),-.:;?abcdefghijklmnopqrstuvwxyzæçðøħŋœɐɑɒɔəɚɛɜɡɣɪɫɬɯɲɹɾʁʃʊʌʎʏʒʔʲˈˌːβθχᵻ0123456789̧̩̃̊"
"""What eSpeak NG writes for the languages that tests speak."""


def config(code: str = "en_US", speakers: tuple[str, ...] = (), /, **other: Any) -> dict[str, Any]:
    """What stands in the `.onnx.json`."""
    espeak = {"en_US": "en-us", "de_DE": "de"}.get(code, code)
    return {
        "audio": {"sample_rate": RATE, "quality": "low"},
        "espeak": {"voice": espeak},
        "language": {"code": code},
        "dataset": "tiny",
        "inference": {"noise_scale": 0.667, "length_scale": 1.0, "noise_w": 0.8},
        "phoneme_type": "espeak",
        "phoneme_id_map": {letter: [number] for number, letter in enumerate(LETTERS)},
        "num_symbols": len(LETTERS),
        "num_speakers": max(1, len(speakers)),
        "speaker_id_map": {speaker: number for number, speaker in enumerate(speakers)},
        **other,
    }


def write_voice(folder: Path, name: str = "en_US-tiny-low", speakers: tuple[str, ...] = (), **other: Any) -> Path:
    """Put a voice into the folder; its model."""
    folder.mkdir(parents=True, exist_ok=True)
    model = folder / f"{name}.onnx"
    model.write_bytes(model_bytes(max(1, len(speakers))))
    described = config(name.partition("-")[0], speakers, **other)
    Path(f"{model}.json").write_text(json.dumps(described), "utf-8")
    return model


@cache
def model_bytes(speakers: int = 1, first_input: str = "input") -> bytes:
    """The model: phonemes -> the rows of a table, one after the other, read faster or slower."""
    need_onnx()
    from onnx import TensorProto, checker, helper, numpy_helper

    def number(name: str, value: Any, kind: Any = np.int64) -> Any:
        return numpy_helper.from_array(np.array(value, kind), name)

    width = round(PHONEME_SECONDS * RATE)
    several = speakers > 1
    nodes: list[Any] = [
        ("Mul", ["sid" if several else "zero", "symbols"], "speaker_row"),
        ("Add", [first_input, "speaker_row"], "rows"),
        ("Gather", ["table", "rows"], "tones"),
        ("Reshape", ["tones", "flat"], "sound"),
        ("Shape", ["sound"], "size"),
        ("Cast", ["size"], "size_as_float", {"to": TensorProto.FLOAT}),
        ("Gather", ["scales", "second"], "length_scale"),
        ("Mul", ["size_as_float", "length_scale"], "end"),
        ("Squeeze", ["end"], "end_number"),
        ("Range", ["nought", "end_number", "one"], "places"),
        ("Div", ["places", "length_scale"], "read_at"),
        ("Cast", ["read_at"], "read_sample", {"to": TensorProto.INT64}),
        ("Sub", ["size", "just_one"], "last"),
        ("Min", ["read_sample", "last"], "samples"),
        ("Gather", ["sound", "samples"], "stretched"),
        ("Reshape", ["stretched", "shape"], "output"),
    ]
    inputs = [
        helper.make_tensor_value_info(first_input, TensorProto.INT64, [1, "phonemes"]),
        helper.make_tensor_value_info("input_lengths", TensorProto.INT64, [1]),
        helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
        *([helper.make_tensor_value_info("sid", TensorProto.INT64, [1])] if several else []),
    ]
    constants = [
        number("table", np.concatenate([_tones(1 + speaker / 2, width) for speaker in range(speakers)]), np.float32),
        number("symbols", [len(LETTERS)]),
        number("zero", [0]),
        number("flat", [-1]),
        number("second", [1]),
        number("nought", 0.0, np.float32),
        number("one", 1.0, np.float32),
        number("just_one", [1]),
        number("shape", [1, 1, 1, -1]),
    ]
    made = [helper.make_node(kind, given, [out], **(more[0] if more else {})) for kind, given, out, *more in nodes]
    output = helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, 1, 1, "samples"])
    graph = helper.make_graph(made, "tiny", inputs, [output], constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    checker.check_model(model)
    return bytes(model.SerializeToString())


def need_onnx() -> None:
    """Go on if a voice can be made here."""
    from importlib.util import find_spec

    need(find_spec("onnx"), "onnx is not installed")


def _tones(pitch: float, width: int) -> np.ndarray[Any, Any]:
    """A row for each letter: silence for the beginning and the end, else a tone that begins and ends softly."""
    times = np.arange(width) / RATE
    rows = [0.4 * np.sin(2 * np.pi * (150 + 8 * row) * pitch * times) for row in range(len(LETTERS))]
    soft = np.minimum(1, 5 * np.minimum(times, times[::-1]) / PHONEME_SECONDS)
    table = np.array(rows) * soft
    table[[LETTERS.index("^"), LETTERS.index("$")]] = 0
    return table


if __name__ == "__main__":
    for name in sys.argv[2:] or ["en_US-tiny-low"]:
        write_voice(Path(sys.argv[1]), name)
