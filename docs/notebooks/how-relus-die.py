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
# ## Networks and a count of their dead
#
# Three hidden layers of 64 units learn scikit-learn's handwritten digits by plain gradient
# descent, in batches of 32. Half of the images is kept for testing. Weights start with variance
# $2/n$ for a layer of $n$ inputs [@he2015], biases at 0. Eight networks are trained side by side,
# each from a seed of its own: their weights are stacked, and each multiplication is one of a whole
# stack of matrices. What one of them learns does not reach the others.

# %%
import math

import matplotlib.pyplot as plt
import torch

torch.set_num_threads(1)
seed = 0
seeds = range(100 * seed, 100 * seed + 8)
steps = 200

def images():
    """To learn from and to test with, and the digits on them."""
    from sklearn.datasets import load_digits
    from sklearn.model_selection import train_test_split

    digits = load_digits()
    pieces = train_test_split(digits.data / 16, digits.target, test_size=0.5,
                              random_state=seed, stratify=digits.target)
    return (*(torch.tensor(part).float() for part in pieces[:2]),
            *(torch.tensor(part) for part in pieces[2:]))

def draw(generators):
    """The weights and biases of each layer, of a network for each generator."""
    layers = []
    for units in (64, 64, 64, 10):
        weights = [torch.randn(64, units, generator=g) for g in generators]
        bias = torch.zeros(len(weights), 1, units)
        layers.append((torch.stack(weights) * math.sqrt(2 / 64), bias))
    return layers

def forward(layers, images, activation):
    """Each network's answers to images."""
    *hidden, output = layers
    signal = images
    for weight, bias in hidden:
        signal = activation(signal @ weight + bias)
    return signal @ output[0] + output[1]

@torch.no_grad()
def dead(layers, images, activation):
    """For each network, hidden layer and unit: is it inactive on all images?"""
    signal, found = images, []
    for weight, bias in layers[:-1]:
        z = signal @ weight + bias
        found.append(z.amax(1) <= 0)  # NaN is not <= 0: no number, no verdict
        signal = activation(z)
    return torch.stack(found, 1)

@torch.no_grad()
def accuracy(layers, images, labels, activation):
    """Of each network; not a number if it diverged."""
    answers = forward(layers, images, activation)
    right = (answers.argmax(2) == labels).float().mean(1)
    return torch.where(answers.isfinite().all(2).all(1), right, math.nan)

# %% [markdown]
# A step is the learning rate times the gradient, of each network its own. With long steps the
# accuracy jumps, so it is the median over the last of them.

# %%
def train(data, rate, activation=torch.relu, longest=math.inf, centred=False,
          every=steps):
    """What becomes of the networks; the dead are counted every so many steps."""
    images, test_images, labels, test_labels = data
    if centred:
        centre = images.mean(0)
        images, test_images = images - centre, test_images - centre
    generators = [torch.Generator().manual_seed(one) for one in seeds]
    layers = draw(generators)
    parameters = [part.requires_grad_() for layer in layers for part in layer]
    history, lengths, scores = [dead(layers, images, activation)], [], []
    for step in range(1, steps + 1):
        batch = torch.stack([torch.randint(len(images), (32,), generator=g)
                             for g in generators])
        answers = forward(layers, images[batch], activation)
        loss = torch.nn.functional.cross_entropy(answers.mT, labels[batch],
                                                 reduction="sum") / 32
        gradients = torch.autograd.grad(loss, parameters)
        squares = [part.square().sum((1, 2), keepdim=True) for part in gradients]
        lengths.append(torch.stack(squares).sum(0).sqrt())
        factor = rate * (longest / lengths[-1]).clamp(max=1)
        with torch.no_grad():
            for part, gradient in zip(parameters, gradients):
                part -= factor * gradient
        if step % every == 0:
            history.append(dead(layers, images, activation))
        if step > steps - 40 and step % 2 == 0:
            scores.append(accuracy(layers, test_images, test_labels, activation))
    history = torch.stack(history)
    died, revived = history[1:] & ~history[:-1], history[:-1] & ~history[1:]
    return {
        "dead": history.sum((2, 3)).short(),
        "died": died.sum((2, 3)).short(),
        "revived": revived.sum((0, 3)),
        "lengths": torch.stack(lengths).flatten(1),
        # NaN if one of them is: then the network diverged.
        "accuracy": torch.stack(scores).median(0).values,
    }

# %% [markdown]
# ## When they die
#
# Four learning rates, the same eight seeds for each. A network that diverges is left out of the
# averages and counted: its weights are no longer numbers, and of such a unit nothing can be said.

# %%
#| record: runs
data = images()
runs = {rate: train(data, rate, every=1) for rate in (0.01, 0.1, 0.5, 1.0)}

# %%
def finished(found):
    """Which of the networks did not diverge."""
    return ~found["accuracy"].isnan()

def shares(found):
    """The share of dead units after each count, of those that did not diverge."""
    return found["dead"][:, finished(found)] / (3 * 64)

def accuracies(found):
    return found["accuracy"][finished(found)]

def summary(found):
    scores, lost = accuracies(found), (~finished(found)).sum().item()
    if not len(scores):
        return "all diverged"
    ends = shares(found)[-1]
    return (f"dead {ends.min():4.0%} to {ends.max():4.0%}, "
            f"accuracy {scores.min():.2f} to {scores.max():.2f}"
            + (f", {lost} diverged" if lost else ""))

for rate, found in runs.items():
    print(f"rate {rate:4}: {summary(found)}")

# %%
#| alt: Two panels with the share of dead units against the number of training steps. On the left
#|   the mean for each of four learning rates: at 0.01 and 0.1 it stays near zero, at 0.5 and 1 it
#|   climbs, at 1 to most of the units. On the right the single runs at rate 1, which rise in sudden
#|   jumps and fall back in part; some end as level lines.
figure, (left, right) = plt.subplots(1, 2, sharey=True, figsize=(5.6, 3.2))
for rate, found in runs.items():
    left.plot(shares(found).mean(1), label=f"rate {rate:g}")
right.plot(shares(runs[1.0]), color="C3", linewidth=0.8)
left.set_title("mean")
right.set_title("single runs, rate 1")
left.set_ylabel("share of dead units")
for panel in (left, right):
    panel.set_xlabel("steps")
    panel.set_ylim(-0.02, 1)
left.legend(loc="upper left")
plt.show()

# %%
for rate, found in runs.items():
    means = shares(found).mean(1)
    print(f"rate {rate:4}: dead at the start {means[0]:4.0%}, "
          f"halfway {means[steps // 2]:4.0%}, at the end {means[-1]:4.0%}")
    if rate < 0.2:
        assert abs(means[-1] - means[0]) < 0.05 and shares(found).max() < 0.2
    else:
        assert means[-1] > means[0] + 0.05
assert shares(runs[1.0])[-1].mean() > 0.5

# %% [markdown]
# At the two low rates about as many units are dead at the end as at the start: where inputs are
# never negative, a unit with mostly negative weights has little chance. At the two high rates many
# die, and they die together: the share rises in jumps, a single step killing many.
#
# ## Which steps kill
#
# Take the runs at the two high rates, sort the steps of each by the length of their gradients, and
# ask which part of all deaths came with the longest tenth of the steps. If length did not matter,
# it would be about a tenth.

# %%
parts, jumps = {}, {}
for rate in (0.5, 1.0):
    kept = finished(runs[rate])
    killed, lengths = (runs[rate][name][:, kept] for name in ("died", "lengths"))
    order = lengths.argsort(0, descending=True)[: steps // 10]
    parts[rate] = killed.gather(0, order).sum(0) / killed.sum(0)
    jumps[rate] = killed.amax(0)
    for total, part, jump in zip(killed.sum(0), parts[rate], jumps[rate]):
        print(f"rate {rate}: {total:4} deaths, {part:.0%} in the "
              f"longest tenth, up to {jump} in one step")
    assert parts[rate].mean() > 0.25 and jumps[rate].float().mean() > 15

# %% [markdown]
# Deaths are counted as often as they happen: in the second and third layers units also revive,
# when a layer before them moves. In the first layer none does, for its inputs never change:

# %%
revived = sum(found["revived"][finished(found)].sum(0) for found in runs.values())
print("revived in layers 1, 2, 3:", revived.tolist())
assert revived[0] == 0 and revived[1:].min() > 0

# %% [markdown]
# ## What keeps them alive
#
# If long steps kill, then a limit on their length should save units. *Clipping* shortens a gradient
# that is longer than a limit, here 1, to that length. *Centring* subtracts from each pixel its
# mean, so that inputs have both signs, and a step less easily pushes a unit of the first layer down
# for all images at once. And [leaky ReLU](../activations/leaky-relu.md) passes a gradient on both
# sides; its units are called dead here when they are on the shallow side for every image.

# %%
#| record: saved
remedies = {
    "clipping": {"longest": 1.0},
    "centring": {"centred": True},
    "leaky ReLU": {"activation": torch.nn.functional.leaky_relu},
}
data = images()
saved = {(rate, name): train(data, rate, **remedy)
         for rate in (0.5, 1.0) for name, remedy in remedies.items()}
for found in saved.values():
    # Nothing below asks for these.
    del found["lengths"], found["died"], found["revived"]

# %%
for rate in (0.5, 1.0):
    print(f"rate {rate}, nothing   : {summary(runs[rate])}")
    for (other, name), found in saved.items():
        if other == rate:
            print(f"rate {rate}, {name:10}: {summary(found)}")

# %% [markdown]
# - **Clipping works**: at both rates it leaves nearly all units alive, and nearly all networks
#   learn.
# - **Centring works** as well: few die, and nearly all networks learn.
# - **Leaky ReLU is no remedy.** At the lower rate some of its networks learn, and others fall
#   behind any that was clipped, as with ReLU. At the higher one next to none gets half of the
#   images right: in those that do not diverge, many units end up on the shallow side, like ReLU's
#   on the flat one. A slope for the way back is no help against steps that throw a unit out again
#   and again.

# %%
for rate in (0.5, 1.0):
    ends, scores = shares(runs[rate])[-1], accuracies(runs[rate])
    for name in ("clipping", "centring"):
        spared, better = saved[rate, name], accuracies(saved[rate, name])
        assert finished(spared).all() and shares(spared)[-1].mean() < 0.06
        assert shares(spared)[-1].mean() < 0.5 * ends.mean()
        assert (better > 0.75).sum() >= 7 and better.median() > 0.85
        assert better.mean() > scores.mean() + 0.03
leaky, worst = saved[0.5, "leaky ReLU"], accuracies(saved[0.5, "clipping"]).min()
assert accuracies(leaky).max() > 0.8 and accuracies(leaky).min() < worst - 0.05
assert accuracies(runs[0.5]).min() < worst - 0.05
lost = saved[1.0, "leaky ReLU"]
assert (accuracies(lost) > 0.5).sum() <= 1
assert shares(lost)[-1].mean() > 0.3

# %% [markdown]
# So dying units are a symptom: of steps that are too long for the network and its inputs. One more
# pass over the images counts the dead. The remedy is to mend the steps, and then ReLU is a fine
# choice; [which activation](which-activation.py) looks at what others would add.
