"""The mean of the weights of several runs.

    python mean.py run1/step2400.pt run2/step2000.pt --out middle.pt
"""

import argparse
from pathlib import Path

import torch


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("weights", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    runs = [torch.load(path, weights_only=True) for path in options.weights]
    torch.save({name: sum(run[name] for run in runs) / len(runs) for name in runs[0]}, options.out)


if __name__ == "__main__":
    main()
