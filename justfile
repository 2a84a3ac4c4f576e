# The same commands as in .ci/run; `cargo xtask` lists more.

# Everything that must pass before a merge.
check:
    .ci/run

# All tests.
test:
    cargo xtask test

# Measure speed, memory and size.
bench:
    cargo xtask bench

# Write again what is generated.
generate:
    cargo xtask schema
    cargo xtask picture
