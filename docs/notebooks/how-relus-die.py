# ---
# title: How ReLUs die
# aliases: [dead units during training]
# ---

# %% [markdown]
# # How ReLUs die
#
# A [ReLU](../activations/relu.md) unit is dead when it is inactive on every image it learns from.
# This notebook watches units die: when it happens, which steps do it, and what prevents it. The
# short answer is that long steps kill far more than their share, many units at once, and that a
# limit on their length keeps units alive at learning rates that otherwise kill many or most.
#
# What death means, and why a dead unit does not come back by itself, is on the page [dying
# ReLU](../concepts/dying-relu.md).
#
# ## A network and a count of its dead
#
# Three hidden layers of 64 units learn scikit-learn's handwritten digits by plain gradient
# descent, in batches of 32. Weights start with variance $2/n$ for a layer of $n$ inputs [@he2015],
# biases at 0. After every step the dead units are counted.

# %%
import math

import matplotlib.pyplot as plt
import torch
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

torch.set_num_threads(1)
digits = load_digits()
pieces = train_test_split(digits.data / 16, digits.target, test_size=0.25,
                          random_state=0, stratify=digits.target)
inputs, test_inputs = (torch.tensor(part).float() for part in pieces[:2])
labels, test_labels = (torch.tensor(part) for part in pieces[2:])

def network(activation, seed):
    torch.manual_seed(seed)
    layers = []
    for _ in range(3):
        linear = torch.nn.Linear(64, 64)
        torch.nn.init.kaiming_normal_(linear.weight)
        torch.nn.init.zeros_(linear.bias)
        layers += [linear, activation()]
    return torch.nn.Sequential(*layers, torch.nn.Linear(64, 10))

@torch.no_grad()
def dead(model, images):
    """For each hidden layer and unit: is it inactive on all images?"""
    signal, layers = images, []
    for linear, activation in zip(model[:-1:2], model[1::2]):
        z = linear(signal)
        layers.append((z <= 0).all(0))  # NaN is not <= 0: no number, no verdict
        signal = activation(z)
    return torch.stack(layers)

def length(model):
    """The length of the gradient in all parameters."""
    lengths = [p.grad.norm() for p in model.parameters()]
    return torch.stack(lengths).norm().item()

@torch.no_grad()
def accuracy(model, images):
    """On the images kept aside; not a number if the network diverged."""
    answers = model(images)
    right = (answers.argmax(1) == test_labels).float().mean().item()
    return right if answers.isfinite().all() else math.nan

def train(rate, seed, activation=torch.nn.ReLU, longest=None, centre=0.0):
    """The dead after each step, the gradients' lengths, and the accuracy.

    With long steps the accuracy jumps, so it is the median over the last 40.
    """
    model = network(activation, seed)
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    images, test_images = inputs - centre, test_inputs - centre
    history, lengths, scores = [dead(model, images)], [], []
    batches = [batch for _ in range(5)
               for batch in torch.randperm(len(images)).split(32)]
    for number, batch in enumerate(batches):
        optimizer.zero_grad()
        answers = model(images[batch])
        torch.nn.functional.cross_entropy(answers, labels[batch]).backward()
        lengths.append(length(model))
        if longest is not None:
            torch.nn.utils.clip_grad_norm_(model.parameters(), longest)
        optimizer.step()
        history.append(dead(model, images))
        if number >= len(batches) - 40:
            scores.append(accuracy(model, test_images))
    # NaN if one of them is: then the network diverged.
    return torch.stack(history), lengths, torch.tensor(scores).median().item()

# %% [markdown]
# ## When they die
#
# Four learning rates, four seeds each. A network that diverges is left out of the averages and
# counted: its weights are no longer numbers, and of such a unit nothing can be said.

# %%
rates, seeds = (0.01, 0.1, 0.5, 1.0), range(4)
runs = {rate: [train(rate, seed) for seed in seeds] for rate in rates}

def share(history):
    return history.float().mean((1, 2))

def finished(found):
    return [run for run in found if not math.isnan(run[2])]

def outcomes(found):
    """Shares of dead at the end, and accuracies; not of runs that diverged."""
    kept = finished(found)
    return [share(run[0])[-1].item() for run in kept], [run[2] for run in kept]

def summary(found):
    if not finished(found):
        return "all diverged"
    shares, accuracies = outcomes(found)
    lost = len(found) - len(shares)
    return (f"dead {min(shares):4.0%} to {max(shares):4.0%}, "
            f"accuracy {min(accuracies):.2f} to {max(accuracies):.2f}"
            + (f", {lost} diverged" if lost else ""))

for rate, found in runs.items():
    print(f"rate {rate:4}: {summary(found)}")

# %%
#| alt: Two panels with the share of dead units against the number of training steps. On the left
#|   the mean for each of four learning rates: at 0.01 and 0.1 it stays near zero, at 0.5 and 1 it
#|   climbs during the whole training, at 1 to most of the units. On the right the four runs at
#|   rate 1, each of which rises in sudden jumps and falls back a little between them.
figure, (left, right) = plt.subplots(1, 2, sharey=True, figsize=(5.6, 3.2))
for rate, found in runs.items():
    shares = [share(run[0]) for run in finished(found)]
    if shares:
        left.plot(torch.stack(shares).mean(0), label=f"rate {rate:g}")
for history, _, _ in runs[1.0]:
    right.plot(share(history), color="C3", linewidth=1)
left.set_title("mean")
right.set_title("single runs, rate 1")
left.set_ylabel("share of dead units")
for panel in (left, right):
    panel.set_xlabel("steps")
    panel.set_ylim(-0.02, 1)
left.legend(loc="upper left")
plt.show()

# %%
def mean(values):
    return sum(values) / len(values)

for rate, found in runs.items():
    starts = [share(run[0])[0].item() for run in found]
    shares, _ = outcomes(found)
    print(f"rate {rate:4}: dead at the start {mean(starts):4.0%}, "
          f"at the end {mean(shares):4.0%}")
    if rate < 0.2:
        assert abs(mean(shares) - mean(starts)) < 0.05 and max(shares) < 0.2
    else:
        assert mean(shares) > mean(starts) + 0.1
assert mean(outcomes(runs[1.0])[0]) > 0.4

# %% [markdown]
# At the two low rates about as many units are dead at the end as at the start: where inputs are
# never negative, a unit with mostly negative weights has no chance. At the two high rates units die
# during the whole training, and they die together: the share rises in jumps, a single step killing
# many.
#
# ## Which steps kill
#
# A step is the learning rate times the gradient. Take the runs at the two high rates, sort the
# steps of each by the length of their gradients, and ask which part of all deaths came with the
# longest tenth of the steps. If length did not matter, it would be about a tenth.

# %%
def deaths(history):
    """How many units each step killed: alive before it, dead after it."""
    return (history[1:] & ~history[:-1]).flatten(1).sum(1)

parts, jumps = [], []
for rate in (0.5, 1.0):
    for history, lengths, _ in finished(runs[rate]):
        killed = deaths(history)
        order = torch.tensor(lengths).argsort(descending=True)
        longest = order[: len(order) // 10]
        parts.append((killed[longest].sum() / killed.sum()).item())
        jumps.append(killed.max().item())
        print(f"rate {rate}: {killed.sum():4} deaths, {parts[-1]:.0%} in the "
              f"longest tenth, up to {jumps[-1]} in one step")
assert mean(parts) > 0.25 and mean(jumps) > 15

# %% [markdown]
# Deaths are counted as often as they happen: in the second and third layers units also revive,
# when a layer before them moves. In the first layer none does, for its inputs never change:

# %%
revived = torch.zeros(3, dtype=torch.int64)
for found in runs.values():
    for history, _, _ in finished(found):
        revived += (history[:-1] & ~history[1:]).sum((0, 2))
print("revived in layers 1, 2, 3:", revived.tolist())
assert revived[0] == 0 and revived[1:].sum() > 0

# %% [markdown]
# ## What keeps them alive
#
# If long steps kill, then a limit on their length should save units. *Clipping* shortens a gradient
# that is longer than a limit, here 1, to that length. *Centring* subtracts from each pixel its
# mean, so that inputs have both signs, and a step less easily pushes a unit of the first layer down
# for all images at once. And [leaky ReLU](../activations/leaky-relu.md) passes a gradient on both
# sides; its units are called dead here when they are on the shallow side for every image.

# %%
#| limit: 300
remedies = {
    "clipping": {"longest": 1.0},
    "centring": {"centre": inputs.mean(0)},
    "leaky ReLU": {"activation": torch.nn.LeakyReLU},
}
saved = {(rate, "nothing"): runs[rate] for rate in (0.5, 1.0)}
for rate in (0.5, 1.0):
    print(f"rate {rate}, nothing   : {summary(runs[rate])}")
    for name, remedy in remedies.items():
        saved[rate, name] = [train(rate, seed, **remedy) for seed in seeds]
        print(f"rate {rate}, {name:10}: {summary(saved[rate, name])}")

# %% [markdown]
# - **Clipping works**: at both rates it leaves nearly all units alive, and the networks learn.
# - **Centring works** as well: few die, and the networks learn.
# - **Leaky ReLU does not.** At the lower rate its accuracies overlap with ReLU's. At the higher
#   one most of its units end up on the shallow side, like ReLU's on the flat one, and the networks
#   are as bad. A slope for the way back is no help against steps that throw a unit out again and
#   again.

# %%
for rate in (0.5, 1.0):
    shares, accuracies = outcomes(runs[rate])
    for name in ("clipping", "centring"):
        spared, better = outcomes(saved[rate, name])
        assert mean(spared) < 0.1 and mean(spared) < 0.5 * mean(shares)
        assert mean(better) > 0.75 and mean(better) > mean(accuracies) + 0.1
assert min(outcomes(saved[0.5, "leaky ReLU"])[1]) < max(outcomes(runs[0.5])[1])
lost = [run for run in saved[1.0, "leaky ReLU"]
        if math.isnan(run[2]) or (share(run[0])[-1] > 0.3 and run[2] < 0.5)]
assert len(lost) >= 3

# %% [markdown]
# So dying units are a symptom: of steps that are too long for the network and its inputs. One more
# pass over the images counts the dead. The remedy is to mend the steps, and then ReLU is a fine
# choice; [which activation](which-activation.py) looks at what others would add.
