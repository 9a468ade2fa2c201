"""The log of the sessions that were done on this machine, and the plan of how often to do them.

`log` stores and reads it, `frequency` reads sentences such as `twice a day for two weeks`, `dots` counts sessions,
`calendar` writes reminders. Nothing of it leaves the machine.
"""
