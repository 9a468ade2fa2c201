"""Lines as therapists type them. A case has the words, the instruction, the dose and the side."""

from __future__ import annotations

import pytest

from tests.script_help import meaning, step_of
from voiceguide.routine import Count, Hold, Sets

HOLDS = [
    ('Turn the head, hold 15"', "Turn the head", "15 s [7.5-22.5]"),
    ("Hold 15″", "Hold", "15 s [7.5-22.5]"),
    ("Hold 15''", "Hold", "15 s [7.5-22.5]"),
    ("2 min plank", "Plank", "120 s [60-180]"),
    ("Press for a few seconds", "Press", "4 s [3-5]"),
    ("Roll for at least 20 to 30 seconds", "Roll", "25 s [20-30]"),
    ("Press the heel spot, cross-friction for 60 seconds", "Press the heel spot, cross-friction", "60 s [30-90]"),
    ("Press the heel, hold 30s", "Press the heel", "30 s [15-45]"),
    ("Press the heel 60 sec", "Press the heel", "60 s [30-90]"),
    ("Press the heel for 1:00", "Press the heel", "60 s [30-90]"),
    ("Press the heel for 0:20", "Press the heel", "20 s [10-30]"),
    ("Press the heel, one minute", "Press the heel", "60 s [30-90]"),
    ("Press the heel for a minute", "Press the heel", "60 s [30-90]"),
    ("Press the heel for half a minute", "Press the heel", "30 s [15-45]"),
    ("Press the heel, 1 minute 30", "Press the heel", "90 s [45-135]"),
    ("Press the heel for a minute and a half", "Press the heel", "90 s [45-135]"),
    ("Press the heel for one and a half minutes", "Press the heel", "90 s [45-135]"),
    ("Press the heel 1m30s", "Press the heel", "90 s [45-135]"),
    ("Press the heel 1.5 min", "Press the heel", "90 s [45-135]"),
    ("Press the heel 1½ min", "Press the heel", "90 s [45-135]"),
    ("Press the heel 1/2 min", "Press the heel", "30 s [15-45]"),
    ("Press the heel ~1 min", "Press the heel", "60 s [30-90]"),
    ("Press the heel for about 45 seconds", "Press the heel", "45 s [22.5-67.5]"),
    ("Press the heel for approx. 45 secs", "Press the heel", "45 s [22.5-67.5]"),
    ("Press the heel (60 s)", "Press the heel", "60 s [30-90]"),
    ("Press the heel (60 sec.)", "Press the heel", "60 s [30-90]"),
    ("Press the heel 60 sec. Then relax.", "Press the heel. Then relax", "60 s [30-90]"),
    ("Press the heel: 60 s", "Press the heel", "60 s [30-90]"),
    ("Press the heel – 60 s", "Press the heel", "60 s [30-90]"),
    ("Press the heel, 60 s.", "Press the heel", "60 s [30-90]"),
    ("Press for 60 seconds with your thumb", "Press with your thumb", "60 s [30-90]"),
    ("For 60 seconds, press the heel", "Press the heel", "60 s [30-90]"),
    ("Press the heel. 30 s. Breathe slowly.", "Press the heel. Breathe slowly", "30 s [15-45]"),
    ("Press for the next 60 seconds", "Press", "60 s [30-90]"),
    ("Press for another 60 seconds", "Press", "60 s [30-90]"),
    ("Press for thirty seconds", "Press", "30 s [15-45]"),
    ("Press for twenty-five seconds", "Press", "25 s [12.5-37.5]"),
    ("Press for twenty five seconds", "Press", "25 s [12.5-37.5]"),
    ("Press for thirty-five to forty seconds", "Press", "35 s [35-40]"),
    ("Press for between thirty-five and forty-five seconds", "Press", "40 s [35-45]"),
    ("Press for between one and a half and two minutes", "Press", "105 s [90-120]"),
    ("Press for thirty-five sec. or so", "Press", "35 s [17.5-52.5]"),
    ("Press for thirty-five minutes and thirty seconds", "Press", "2130 s [1065-3195]"),
    ("Press for three quarters of a minute", "Press", "45 s [22.5-67.5]"),
    ("Press for a quarter hour", "Press", "900 s [450-1350]"),
    ("Press for two minutes and thirty seconds", "Press", "150 s [75-225]"),
    ("Press 1 min. 30 sec.", "Press", "90 s [45-135]"),
    ("Press [60 seconds]", "Press", "60 s [30-90]"),
    ("Press ((60 seconds))", "Press", "60 s [30-90]"),
    ("Press until it eases or 60 seconds", "Press until it eases", "60 s [30-90]"),
    ("Hold 90/90 position for 30 s", "Hold 90/90 position", "30 s [15-45]"),
    ("Sit quietly for an hour", "Sit quietly", "3600 s [1800-3600]"),
    ("Sit quietly for half an hour", "Sit quietly", "1800 s [900-2700]"),
    ("Sit quietly, 2 mins", "Sit quietly", "120 s [60-180]"),
    ("Sit quietly for 2 m", "Sit quietly", "120 s [60-180]"),
    ("Sit back (2 min)", "Sit back", "120 s [60-180]"),
    ("Lean in for a second", "Lean in", "1 s [0.5-1.5]"),
    ("Lean in for 20 seconds", "Lean in", "20 s [10-30]"),
    ("Turn the head left and hold 15 s", "Turn the head left", "15 s [7.5-22.5]"),
    ("Turn the head left, then hold for 15 seconds", "Turn the head left", "15 s [7.5-22.5]"),
    ("Turn the head left, holding for 15 seconds", "Turn the head left", "15 s [7.5-22.5]"),
    ("Calf stretch, 30 second hold", "Calf stretch", "30 s [15-45]"),
    ("Calf stretch, 30-second hold", "Calf stretch", "30 s [15-45]"),
    ("Lower the heel over 5 seconds", "Lower the heel", "5 s [2.5-7.5]"),
    ("Hold for 30 seconds", "Hold", "30 s [15-45]"),
    ("Hold 30s", "Hold", "30 s [15-45]"),
    ("Hold here for 30 seconds, then relax", "Hold here, then relax", "30 s [15-45]"),
    ("Hold for 30 s with the knee bent", "Hold with the knee bent", "30 s [15-45]"),
    ("Stay here for 30 seconds", "Stay here", "30 s [15-45]"),
    ("Relax for 30 s", "Relax", "30 s [15-45]"),
    ("Press (gently) for 30 s", "Press (gently)", "30 s [15-45]"),
    ("Press at 50% for 30 s", "Press at 50%", "30 s [15-45]"),
    ("Press until you feel it, hold 30 seconds", "Press until you feel it", "30 s [15-45]"),
    ("Rest your heel on a towel for 30 seconds", "Rest your heel on a towel", "30 s [15-45]"),
    ("Lie down and rest for 30 s", "Lie down and rest", "30 s [15-45]"),
]

BOUNDS = [
    ("Roll the sole for 30 to 90 seconds", "Roll the sole", "60 s [30-90]"),
    ("Roll the sole for 45 to 90 seconds", "Roll the sole", "65 s [45-90]"),
    ("Roll the sole 20-30s", "Roll the sole", "25 s [20-30]"),
    ("Roll the sole 1–2 min", "Roll the sole", "90 s [60-120]"),
    ("Roll the sole 10 — 15 s", "Roll the sole", "12 s [10-15]"),
    ("Roll the sole for 30 s to 1 min", "Roll the sole", "45 s [30-60]"),
    ("Roll the sole for 1:00 to 1:30", "Roll the sole", "75 s [60-90]"),
    ("Roll the sole for two to three minutes", "Roll the sole", "150 s [120-180]"),
    ("Roll the sole between 30 and 90 seconds", "Roll the sole", "60 s [30-90]"),
    ("Roll the sole for 21-24 s", "Roll the sole", "21 s [21-24]"),
    ("Roll the sole for exactly 30 seconds", "Roll the sole", "30 s [30-30]"),
    ("Roll the sole, exactly 30 seconds", "Roll the sole", "30 s [30-30]"),
    ("Roll the sole for at least 30 seconds", "Roll the sole", "30 s [30-45]"),
    ("Roll the sole, 30 seconds or more", "Roll the sole", "30 s [30-45]"),
    ("Roll the sole for up to 2 minutes", "Roll the sole", "120 s [60-120]"),
    ("Roll the sole, max 90s", "Roll the sole", "90 s [45-90]"),
    ("Roll the sole, 2 minutes max", "Roll the sole", "120 s [60-120]"),
    ("Roll the sole for no longer than 30 seconds", "Roll the sole", "30 s [15-30]"),
    ("Press for a max of 30 seconds", "Press", "30 s [15-30]"),
    ("Press for >30 seconds", "Press", "30 s [30-45]"),
    ("Press for < 30 seconds", "Press", "30 s [15-30]"),
    ("Press for 30 seconds+", "Press", "30 s [30-45]"),
    ("Lie down for 50 minutes", "Lie down", "3000 s [1500-3600]"),
]

COUNTS = [
    ("10x heel raises", "Heel raises", "10 x 3 s [5-15]"),
    ("Do 20 heel raises", "Heel raises", "20 x 3 s [10-30]"),
    ("Raise 10 times slowly", "Raise slowly", "10 x 3 s [5-15]"),
    ("Hold to a count of 5, 10 times", "Hold to a count of 5", "10 x 5 s [5-15]"),
    ("Raise your heels 10 times", "Raise your heels", "10 x 3 s [5-15]"),
    ("Raise your heels ten times", "Raise your heels", "10 x 3 s [5-15]"),
    ("Ankle pumps x20", "Ankle pumps", "20 x 3 s [10-30]"),
    ("Ankle pumps x 20", "Ankle pumps", "20 x 3 s [10-30]"),
    ("Ankle pumps ×20", "Ankle pumps", "20 x 3 s [10-30]"),
    ("Ankle pumps 10x", "Ankle pumps", "10 x 3 s [5-15]"),
    ("Ankle pumps, 10 x", "Ankle pumps", "10 x 3 s [5-15]"),
    ("Ankle pumps (10x)", "Ankle pumps", "10 x 3 s [5-15]"),
    ("Heel raises, 20 reps", "Heel raises", "20 x 3 s [10-30]"),
    ("Heel raises for 20 reps", "Heel raises", "20 x 3 s [10-30]"),
    ("Heel raises, 12 slow reps", "Heel raises, slow reps", "12 x 3 s [6-18]"),
    ("Heel raises, 8-12 reps", "Heel raises", "10 x 3 s [8-12]"),
    ("Heel raises, 10 to 15 times", "Heel raises", "12 x 3 s [10-15]"),
    ("Heel raises, 10/15 times", "Heel raises", "12 x 3 s [10-15]"),
    ("Heel raises, at least 10 times", "Heel raises", "10 x 3 s [10-15]"),
    ("Heel raises, up to 10 times", "Heel raises", "10 x 3 s [5-10]"),
    ("Heel raises, exactly 10 times", "Heel raises", "10 x 3 s [10-10]"),
    ("Heel raise, 1 time", "Heel raise", "1 x 3 s [1-1]"),
    ("Raise your heels 10 times, 3 seconds each", "Raise your heels", "10 x 3 s [5-15]"),
    ("Raise your heels 10 times, hold 5 seconds each", "Raise your heels", "10 x 5 s [5-15]"),
    ("Raise your heels 10 times, holding each for 5 seconds", "Raise your heels", "10 x 5 s [5-15]"),
    ("Raise your heels 10 times for 5 seconds each", "Raise your heels", "10 x 5 s [5-15]"),
    ("Raise your heels, 10 reps, 5 s per rep", "Raise your heels", "10 x 5 s [5-15]"),
    ("Raise your heels 10 times, hold 5 seconds", "Raise your heels", "10 x 5 s [5-15]"),
    ("Squeeze, hold 5 sec x 10", "Squeeze", "10 x 5 s [5-15]"),
    ("Squeeze 10 x 5 s", "Squeeze", "10 x 5 s [5-15]"),
    ("Squeeze 5s x 10", "Squeeze", "10 x 5 s [5-15]"),
    ("Slowly count to 10", "Slowly count", "10 x 1 s [5-15]"),
    ("Hold for a slow count of 10", "Hold", "10 x 1 s [5-15]"),
    ("Toe spread 10 reps x 5 sec", "Toe spread", "10 x 5 s [5-15]"),
    ("Hold for a count of 10", "Hold", "10 x 1 s [5-15]"),
    ("Bridge, hold for a count of 10", "Bridge", "10 x 1 s [5-15]"),
    ("Bridge 10 reps with a 5 second hold", "Bridge", "10 x 5 s [5-15]"),
    ("Bridge 10 reps w/ 5 sec hold", "Bridge", "10 x 5 s [5-15]"),
    ("Bridge 10 times with hold 5 seconds each", "Bridge", "10 x 5 s [5-15]"),
    ("Squat with 12 kg, 10 times", "Squat with 12 kg", "10 x 3 s [5-15]"),
]

BREATHS = [
    ("Take 5 deep breaths", "Take deep breaths", "5 breaths [3-7]"),
    ("Breathe slowly for 5 breaths", "Breathe slowly", "5 breaths [3-7]"),
    ("Sit up tall for 5 deep breaths", "Sit up tall", "5 breaths [3-7]"),
    ("Cobra, hold 5 breaths", "Cobra", "5 breaths [3-7]"),
    ("Hold for five breaths", "Hold", "5 breaths [3-7]"),
    ("Take 3 to 5 slow, easy breaths", "Take slow, easy breaths", "4 breaths [3-5]"),
    ("Take 5 slow, deep breaths", "Take slow, deep breaths", "5 breaths [3-7]"),
    ("Take 4-6 slow breaths", "Take slow breaths", "5 breaths [4-6]"),
    ("Take one breath", "Take breath", "1 breaths [1-1]"),
]

SETS = [
    ("3 x 10 heel raises", "Heel raises", "3 sets of (10 x 3 s [5-15]), rest 10 s"),
    ("Towel stretch 3 x 30s", "Towel stretch", "3 sets of (30 s [15-45]), rest 10 s"),
    ("Towel stretch 3x30s", "Towel stretch", "3 sets of (30 s [15-45]), rest 10 s"),
    ("Towel stretch 30s x 3", "Towel stretch", "3 sets of (30 s [15-45]), rest 10 s"),
    ("Towel stretch 30s x3", "Towel stretch", "3 sets of (30 s [15-45]), rest 10 s"),
    ("Towel stretch, 30 seconds, 3 times", "Towel stretch", "3 sets of (30 s [15-45]), rest 10 s"),
    ("Towel stretch 3 times 30 seconds", "Towel stretch", "3 sets of (30 s [15-45]), rest 10 s"),
    ("Towel stretch 3 x 30 sec hold", "Towel stretch", "3 sets of (30 s [15-45]), rest 10 s"),
    ("Towel stretch 3 x 20-30 s", "Towel stretch", "3 sets of (25 s [20-30]), rest 10 s"),
    ("Towel stretch 3 x 30s, rest 10s between", "Towel stretch", "3 sets of (30 s [15-45]), rest 10 s"),
    ("Towel stretch 3 x 30s with 20 s rest between", "Towel stretch", "3 sets of (30 s [15-45]), rest 20 s"),
    ("Towel stretch 3 x 30s (rest 20s)", "Towel stretch", "3 sets of (30 s [15-45]), rest 20 s"),
    ("Calf stretch: hold 30s, rest 15s, repeat 3 times", "Calf stretch", "3 sets of (30 s [15-45]), rest 15 s"),
    ("Plank, hold 5s, rest 5s, repeat 10 times", "Plank", "10 sets of (5 s [2.5-7.5]), rest 5 s"),
    ("Calf stretch, hold 30s, repeat 3 times", "Calf stretch", "3 sets of (30 s [15-45]), rest 10 s"),
    ("Calf stretch for 30 seconds and repeat 3 times", "Calf stretch", "3 sets of (30 s [15-45]), rest 10 s"),
    ("Calf stretch 30 s, twice", "Calf stretch", "2 sets of (30 s [15-45]), rest 10 s"),
    ("Calf stretch, 2 sets of 30 seconds", "Calf stretch", "2 sets of (30 s [15-45]), rest 10 s"),
    ("Calf stretch 3 x 30s with rest 10s between", "Calf stretch", "3 sets of (30 s [15-45]), rest 10 s"),
    ("Plank 3x30s w/ 30s rest", "Plank", "3 sets of (30 s [15-45]), rest 30 s"),
    ("Calf raises 2 sets of 12 with rest 10s between", "Calf raises", "2 sets of (12 x 3 s [6-18]), rest 10 s"),
    ("Glute bridge 3 sets x 10 reps x 5 sec hold", "Glute bridge", "3 sets of (10 x 5 s [5-15]), rest 10 s"),
    ("Heel raises 3 x 8", "Heel raises", "3 sets of (8 x 3 s [4-12]), rest 10 s"),
    ("Heel raises 3x8", "Heel raises", "3 sets of (8 x 3 s [4-12]), rest 10 s"),
    ("Heel raises 3 × 8 reps", "Heel raises", "3 sets of (8 x 3 s [4-12]), rest 10 s"),
    ("Heel raises 3 x 8-12", "Heel raises", "3 sets of (10 x 3 s [8-12]), rest 10 s"),
    ("Heel raises, 2 sets of 12", "Heel raises", "2 sets of (12 x 3 s [6-18]), rest 10 s"),
    ("Heel raises, two sets of twelve", "Heel raises", "2 sets of (12 x 3 s [6-18]), rest 10 s"),
    ("Heel raises, 2 sets of 12 reps", "Heel raises", "2 sets of (12 x 3 s [6-18]), rest 10 s"),
    ("Heel raises, 2 sets of 12 slow reps", "Heel raises, slow reps", "2 sets of (12 x 3 s [6-18]), rest 10 s"),
    ("Heel raises, 12 reps, 2 sets", "Heel raises", "2 sets of (12 x 3 s [6-18]), rest 10 s"),
    ("Heel raises, 12 reps x 2 sets", "Heel raises", "2 sets of (12 x 3 s [6-18]), rest 10 s"),
    ("Heel raises, 2 sets x 12 reps", "Heel raises", "2 sets of (12 x 3 s [6-18]), rest 10 s"),
    ("Heel raises, 2-3 sets of 12", "Heel raises", "2 sets of (12 x 3 s [6-18]), rest 10 s"),
    ("Calf stretch, 3 reps of 30 seconds", "Calf stretch", "3 sets of (30 s [15-45]), rest 10 s"),
    ("Heel raises, 2 sets of 8, 5 seconds each", "Heel raises", "2 sets of (8 x 5 s [4-12]), rest 10 s"),
    ("Heel raises 3 x 10, rest 1 min between sets", "Heel raises", "3 sets of (10 x 3 s [5-15]), rest 60 s"),
]

WAITS = [
    ("Find the next tender spot until ready, about 15 seconds", "Find the next tender spot", "about 15 s"),
    ("Find the next tender spot until ready (about 15 s)", "Find the next tender spot", "about 15 s"),
    ("Find the next spot (until ready, about 15 seconds)", "Find the next spot", "about 15 s"),
    ("Press the spot (until it eases, max 90 s)", "Press the spot (until it eases)", "at most 90 s"),
    ("Find the next spot until you are ready, 15 s", "Find the next spot", "about 15 s"),
    ("Press the spot until it eases, max 90s", "Press the spot until it eases", "at most 90 s"),
    ("Press the spot until it eases (max 90s)", "Press the spot until it eases", "at most 90 s"),
    ("Press the spot until it lets go, up to 2 minutes", "Press the spot until it lets go", "at most 120 s"),
    ("Press the spot until it eases, about a minute", "Press the spot until it eases", "about 60 s"),
]

RESTS = [
    ("Rest 2'", "Rest", "rest 120 s [60-120]"),
    ("Rest for 20 seconds", "Rest", "rest 20 s [10-20]"),
    ("Rest 20s", "Rest", "rest 20 s [10-20]"),
    ("Rest, 20 s", "Rest", "rest 20 s [10-20]"),
    ("Rest (20 s)", "Rest", "rest 20 s [10-20]"),
    ("Rest for exactly 20 seconds", "Rest", "rest 20 s [20-20]"),
    ("Rest for 10 to 30 seconds", "Rest", "rest 20 s [10-30]"),
    ("Pause for 10 seconds", "Rest", "rest 10 s [5-10]"),
    ("Take a break (2 min)", "Rest", "rest 120 s [60-120]"),
]

NO_DOSE = [
    "Slip your shoes off",
    "Press the heel for the second time",
    "Press as deep as for 5 fingers",
    "Bring a second towel",
    "Make minute circles with your heel",
    "Stand 1 m from the wall",
    "Stand 30 cm from the wall",
    "Press at 7/10 on the pain scale",
    "Bend the knee to 90 degrees",
    "Bend the knee to 45°",
    "Walk 20 steps",
    "Walk about 20 steps",
    "Lift 2 kg",
    "Press until the timer rings",
    "Find the 2nd toe",
    "Feel along C4 and C5",
    "Rest one foot on the other knee",
    "Hold one foot",
    "Pause a second",
    "Press for a while",
    "Place both hands on the wall",
    "Train for the mind",
    "Bend about 1/4 of the way",
    "Smile :)",
    "Put one hand on each side of the heel",
]

SIDES = [
    ("Press the heel for 60 seconds, each foot", "Press the heel", "60 s [30-90]", "foot"),
    ("Press the heel, each foot, for 60 seconds", "Press the heel", "60 s [30-90]", "foot"),
    ("Press the heel (each foot) for 60 seconds", "Press the heel", "60 s [30-90]", "foot"),
    ("Press the heel for 60 seconds (each foot)", "Press the heel", "60 s [30-90]", "foot"),
    ("Press the heel 60 s each side", "Press the heel", "60 s [30-90]", "side"),
    ("Press the heel 60 s each, both sides", "Press the heel", "60 s [30-90]", "side"),
    ("Press the heel 60 sec. each side", "Press the heel", "60 s [30-90]", "side"),
    ("Press the heel 60 s on each side", "Press the heel", "60 s [30-90]", "side"),
    ("Press the heel 60 s per leg", "Press the heel", "60 s [30-90]", "leg"),
    ("Press the heel 1 min/side", "Press the heel", "60 s [30-90]", "side"),
    ("Press the heel 1 min / side", "Press the heel", "60 s [30-90]", "side"),
    ("Press the heel 60 s L+R", "Press the heel", "60 s [30-90]", "side"),
    ("Lift the heel 12 times and then the other foot", "Lift the heel", "12 x 3 s [6-18]", "foot"),
    ("Do 12 heel raises on each foot", "Heel raises", "12 x 3 s [6-18]", "foot"),
    ("Press the heel 60 s L/R", "Press the heel", "60 s [30-90]", "side"),
    ("Press the heel for 60 s, left then right", "Press the heel", "60 s [30-90]", "side"),
    ("Press the heel for 60 s (left, then right)", "Press the heel", "60 s [30-90]", "side"),
    ("Press the heel for 60 s, both sides", "Press the heel", "60 s [30-90]", "side"),
    ("Press the heel for 60 s, switch sides", "Press the heel", "60 s [30-90]", "side"),
    ("Press the heel for 60 s, then switch legs", "Press the heel", "60 s [30-90]", "leg"),
    ("Press the heel for 60 s, then switch", "Press the heel", "60 s [30-90]", "side"),
    ("Press the heel for 60 s then switch", "Press the heel", "60 s [30-90]", "side"),
    ("Press the heel for 60 s, switch sides and repeat", "Press the heel", "60 s [30-90]", "side"),
    ("Press the heel for 60 s, then the other side", "Press the heel", "60 s [30-90]", "side"),
    ("Press the heel for 60 s and switch", "Press the heel", "60 s [30-90]", "side"),
    ("Press the heel for 60 s, then switch to the left foot", "Press the heel", "60 s [30-90]", "foot"),
    ("Heel raises 3 x 8 each leg w/ 30s rest", "Heel raises", "3 sets of (8 x 3 s [4-12]), rest 30 s", "leg"),
    ("Press the heel for 60 s. Switch.", "Press the heel", "60 s [30-90]", "side"),
    ("Roll a ball under each foot for 60 s", "Roll a ball under the foot", "60 s [30-90]", "foot"),
    ("Press the heel of each foot, 60 s", "Press the heel of the foot", "60 s [30-90]", "foot"),
    ("Circle each arm 10 times", "Circle", "10 x 3 s [5-15]", "arm"),
    ("Clamshell x10 each leg", "Clamshell", "10 x 3 s [5-15]", "leg"),
    ("Calf stretch 3 x 30s each leg", "Calf stretch", "3 sets of (30 s [15-45]), rest 10 s", "leg"),
    ("Slip the shoe off, each foot", "Slip the shoe off", "-", "foot"),
    ("Rub each side of the heel for 1 min", "Rub each side of the heel", "60 s [30-90]", None),
    ("Squeeze both feet together, 30 s", "Squeeze both feet together", "30 s [15-45]", None),
    ("Stretch both legs, 30 s", "Stretch both legs", "30 s [15-45]", None),
    ("Press with both hands for 30 s", "Press with both hands", "30 s [15-45]", None),
    ("Look left then right for 30 seconds", "Look left then right", "30 s [15-45]", None),
]


@pytest.mark.parametrize(("words", "text", "dose"), HOLDS + BOUNDS + COUNTS + BREATHS + SETS + WAITS + RESTS)
def test_the_dose_of_a_step(words: str, text: str, dose: str) -> None:
    assert meaning(words) == (text, dose, None)


@pytest.mark.parametrize("words", NO_DOSE)
def test_words_that_are_no_dose_stay_as_they_are(words: str) -> None:
    assert meaning(words) == (words, "-", None)


@pytest.mark.parametrize(("words", "text", "dose", "side"), SIDES)
def test_the_side_of_a_step(words: str, text: str, dose: str, side: str | None) -> None:
    assert meaning(words) == (text, dose, side)


@pytest.mark.parametrize(
    ("words", "spoken"),
    [
        ("Take 5 deep breaths", "Take {number} deep breaths"),
        ("Breathe slowly for 5 breaths", "Breathe slowly for {number} breaths"),
        ("Slowly count to 10", "Slowly count to {number}"),
        ("Heel raises, 12 slow reps", "Heel raises, {number} slow reps"),
        ("Heel raises, 12 slow reps, 2 seconds each", "Heel raises, {number} slow reps"),
        ("Heel raises x20", "Heel raises"),
        ("Heel raises 20 times", "Heel raises"),
        ("Press the {number} spot for 60 s", "Press the (number) spot"),
        ("Rest 20s", "Rest"),
    ],
)
def test_a_count_is_said_inside_the_words_where_it_stands_there(words: str, spoken: str) -> None:
    assert step_of(words).spoken == spoken


def test_bounds_remember_what_was_written() -> None:
    assert step_of("Roll for 45 to 90 seconds").dose == Hold(65, 45, 90, (45, 90))
    assert step_of("Roll for at least 30 s").dose == Hold(30, 30, 45, (30, 30))
    assert step_of("Roll 8-12 times").dose == Count(10, 8, 12, (8, 12))
    assert step_of("Roll 10 times, 3 s each").dose == Count(10, 5, 15, (10, 10), 3.0, pace_written=True)
    assert step_of("Roll 3 x 30s").dose == Sets(3, Hold(30, 15, 45, (30, 30)), Hold(10, 5, 10, (10, 10)))


@pytest.mark.parametrize(
    ("words", "needs", "optional"),
    [
        ("Roll for 60 s (needs a ball)", ("a ball",), False),
        ("Roll for 60 s (needs a ball and a towel)", ("a ball", "a towel"), False),
        ("Roll for 60 s (needs a ball, a towel and a strap)", ("a ball", "a towel", "a strap"), False),
        ("Roll for 60 s (needs a brush and pan)", ("a brush and pan",), False),
        ("Roll for 60 s (needs 2 balls)", ("2 balls",), False),
        ("Roll for 60 s (optional)", (), True),
        ("Roll for 60 s (optional, needs a ball)", ("a ball",), True),
        ("Roll for 60 s (optional) (needs a ball)", ("a ball",), True),
        ("Roll (60 s, optional)", (), True),
        ("Roll (optional) for 60 s", (), True),
    ],
)
def test_conditions_stand_in_brackets(words: str, needs: tuple[str, ...], optional: bool) -> None:
    step = step_of(words)
    assert (step.text, step.needs, step.optional, step.dose) == ("Roll", needs, optional, Hold(60, 30, 90, (60, 60)))


@pytest.mark.parametrize("bracket", ["(gently)", "(knees bent)", "(softer)", "(later more)", "(one hand on the wall)"])
def test_other_brackets_are_spoken(bracket: str) -> None:
    assert step_of(f"Roll the sole {bracket}").text == f"Roll the sole {bracket}"
