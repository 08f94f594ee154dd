"""The trial model of the bench in plain numpy: quotes, marks, low-price tests, price points, ranks. Reads JSON, prints JSON."""

import json
import sys
import time

import numpy as np


def trials(model, count, rng):
    """Wins per bid over `count` trials, with the rounds that were not ranked."""
    bids, members = model["bids"], model["members"]
    low, mode, high = model["quote"]
    quotes = np.rint(rng.triangular(low, mode, high, size=(count, bids))).astype(np.int64)
    levels = np.array(model["levels"], dtype=np.int64)
    marks = np.zeros((count, bids), dtype=np.int64)
    for _ in range(model["criteria"]):
        for bid in range(bids):
            drawn = rng.choice(levels, p=model["probabilities"][bid], size=(count, members))
            marks[:, bid] += drawn.sum(axis=1)
    convinced = rng.random((count, bids)) < model["convinces"]
    lots = rng.random((count, bids))

    total = quotes.sum(axis=1, keepdims=True)
    second = np.sort(quotes, axis=1)[:, 1:2]
    flagged = quotes * 100 * bids < model["shareOfMean"] * total
    flagged |= quotes * 100 < model["shareOfSecond"] * second
    flagged |= quotes * 100 < model["shareOfCeiling"] * model["ceiling"]
    valid = ~(flagged & ~convinced)
    ranked = valid.sum(axis=1) >= model["minimum"]

    kept = quotes * np.array(model["kept"], dtype=np.int64)
    base = np.where(valid, kept, np.iinfo(np.int64).max).min(axis=1, keepdims=True)
    full = model["pricePoints"] * 100
    price = (2 * full * base + kept) // (2 * kept)
    objective = members * np.array(model["technical"], dtype=np.int64)
    technical = (2 * (100 * (marks + objective)) + members) // (2 * members)
    points = price + technical + 100 * np.array(model["business"], dtype=np.int64)
    points = np.where(valid, points, -1)
    # Highest points, then lowest quote, then the lot.
    order = np.lexsort((lots, quotes, -points), axis=1)
    winners = order[ranked, 0]
    return np.bincount(winners, minlength=bids), int((~ranked).sum())


def main():
    model = json.load(sys.stdin)
    rng = np.random.default_rng(model["seed"])
    batch = model["batch"]
    trials(model, batch, rng)
    wins = np.zeros(model["bids"], dtype=np.int64)
    stopped = done = 0
    began = time.perf_counter()
    while done < model["trials"]:
        count = min(batch, model["trials"] - done)
        won, lost = trials(model, count, rng)
        wins += won
        stopped += lost
        done += count
    seconds = time.perf_counter() - began
    json.dump({"wins": wins.tolist(), "stopped": stopped, "trials": done, "seconds": seconds, "numpy": np.__version__}, sys.stdout)


main()
