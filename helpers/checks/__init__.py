"""The checks of the exercises, one module per lab: `m03` holds those of module 03."""
