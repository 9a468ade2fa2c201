"""The engines, one file each. How to add one: see `voiceguide.speech.engine`."""
