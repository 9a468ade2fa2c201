"""Files and folders that appear whole or not at all, and the folder for state. It knows nothing of sound."""
