# ---
# title: How ReLUs die
# aliases: [dead units during training]
# ---

# %% [markdown]
# # How ReLUs die
#
# A [ReLU](../activations/relu.md) unit is dead when it is inactive on every image it learns from.
# This notebook watches units die: when it happens, which steps do it, and what prevents it. The
# short answer is that single long steps kill, many units at once, and that a limit on their length
# keeps units alive at learning rates that otherwise kill most of them.
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
    return torch.stack([p.grad.norm() for p in model.parameters()]).norm().item()

def train(rate, seed, activation=torch.nn.ReLU, longest=None, centre=0.0):
    """The dead after each step, the gradients' lengths, and the accuracy reached.

    The accuracy is None if the network diverged.
    """
    model = network(activation, seed)
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    images = inputs - centre
    history, lengths = [dead(model, images)], []
    for _ in range(5):
        for batch in torch.randperm(len(images)).split(32):
            optimizer.zero_grad()
            answers = model(images[batch])
            torch.nn.functional.cross_entropy(answers, labels[batch]).backward()
            lengths.append(length(model))
            if longest is not None:
                torch.nn.utils.clip_grad_norm_(model.parameters(), longest)
            optimizer.step()
            history.append(dead(model, images))
    with torch.no_grad():
        answers = model(test_inputs - centre)
    finite = bool(answers.isfinite().all())
    right = (answers.argmax(1) == test_labels).float().mean().item()
    return torch.stack(history), lengths, right if finite else None

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

def summary(found):
    alive = [run for run in found if run[2] is not None]
    if not alive:
        return "all diverged"
    ends = [share(history)[-1].item() for history, _, _ in alive]
    right = [accuracy for _, _, accuracy in alive]
    lost = len(found) - len(alive)
    return (f"dead {min(ends):4.0%} to {max(ends):4.0%}, "
            f"accuracy {min(right):.2f} to {max(right):.2f}"
            + (f", {lost} diverged" if lost else ""))

for rate, found in runs.items():
    print(f"rate {rate:4}: {summary(found)}")

# %%
#| alt: Two panels with the share of dead units against the number of training steps. On the left
#|   the mean for each of four learning rates: at 0.01 and 0.1 it stays near zero, at 0.5 and 1 it
#|   climbs during the whole training, at 1 to about three quarters. On the right the four runs at
#|   rate 1, each of which rises in sudden jumps and falls back a little between them.
figure, (left, right) = plt.subplots(1, 2, sharey=True, figsize=(5.6, 3.2))
for rate, found in runs.items():
    finished = [share(run[0]) for run in found if run[2] is not None]
    if finished:
        left.plot(torch.stack(finished).mean(0), label=f"rate {rate:g}")
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
def ends(found):
    return sorted(share(history)[-1].item() for history, _, _ in found)

assert max(ends(runs[0.01]) + ends(runs[0.1])) < 0.2
assert ends(runs[1.0])[1] > 0.4

# %% [markdown]
# There is a threshold between the rates. Below it the few dead units are dead from the start, for
# where inputs are never negative a unit with mostly negative weights has no chance. Above it units
# die during the whole training, and they die together: the share rises in jumps, a single step
# killing many.
#
# ## Which steps kill
#
# A step is the learning rate times the gradient. Take the runs above the threshold, sort the steps
# by the length of their gradients, and ask which part of all deaths came with the longest tenth of
# the steps:

# %%
def deaths(history):
    """How many units each step killed: alive before it, dead after it."""
    return (history[1:] & ~history[:-1]).flatten(1).sum(1)

parts = []
for rate in (0.5, 1.0):
    for history, lengths, _ in runs[rate]:
        killed = deaths(history)
        order = torch.tensor(lengths).argsort(descending=True)
        longest = order[: len(order) // 10]
        parts.append((killed[longest].sum() / killed.sum()).item())
        print(f"rate {rate}: {killed.sum():4} deaths, {parts[-1]:.0%} of them in "
              f"the longest tenth of the steps, up to {killed.max()} in one step")
assert sum(parts) / len(parts) > 0.25

# %% [markdown]
# Deaths are counted as often as they happen: in the second and third layers units also revive,
# when a layer before them moves. In the first layer none does, for its inputs never change:

# %%
revived = torch.zeros(3, dtype=torch.int64)
for found in runs.values():
    for history, _, _ in found:
        revived += (history[:-1] & ~history[1:]).sum((0, 2))
print("revived in layers 1, 2, 3:", revived.tolist())
assert revived[0] == 0 and revived[1:].sum() > 0

# %% [markdown]
# ## What keeps them alive
#
# If single long steps kill, then a limit on their length should save the units and not cost
# anything else. *Clipping* shortens a gradient that is longer than a limit, here 1, to that
# length. *Centring* subtracts from each pixel its mean, so that inputs have both signs and one
# step no longer pushes a unit down for all images at once. And [leaky
# ReLU](../activations/leaky-relu.md) has a gradient everywhere; its units are called dead here
# when they are on the shallow side for every image.

# %%
#| limit: 300
mean = inputs.mean(0)
remedies = {
    "clipping": {"longest": 1.0},
    "centring": {"centre": mean},
    "leaky ReLU": {"activation": torch.nn.LeakyReLU},
}
saved = {(rate, "nothing"): runs[rate] for rate in (0.5, 1.0)}
for rate in (0.5, 1.0):
    print(f"rate {rate}, nothing   : {summary(runs[rate])}")
    for name, remedy in remedies.items():
        saved[rate, name] = [train(rate, seed, **remedy) for seed in seeds]
        print(f"rate {rate}, {name:10}: {summary(saved[rate, name])}")

# %% [markdown]
# - **Clipping works**: at rates that kill most units it leaves nearly all of them alive, and the
#   networks learn.
# - **Centring works** as well, for a reason of its own.
# - **Leaky ReLU does not.** At the highest rate its units end up on the shallow side like ReLU's
#   on the flat one, and the networks are as bad. A slope for the way back is no help against steps
#   that throw a unit out again and again.

# %%
def median(rate, name):
    """The two middle shares of dead units."""
    return ends(saved[rate, name])[1:3]

def typical(rate, name):
    """The two middle accuracies."""
    return sorted(run[2] or 0.0 for run in saved[rate, name])[1:3]

for rate in (0.5, 1.0):
    for name in ("clipping", "centring"):
        assert max(median(rate, name)) < 0.2 < min(median(rate, "nothing"))
        assert min(typical(rate, name)) > 0.75 > max(typical(rate, "nothing"))
assert min(median(1.0, "leaky ReLU")) > 0.3
assert max(typical(1.0, "leaky ReLU")) < 0.5

# %% [markdown]
# So dying units are a symptom: of steps that are too long for the network and its inputs. Counting
# the dead after the first epoch is a cheap test for it. The remedy is to mend the steps, and then
# ReLU is a fine choice; [which activation](which-activation.py) looks at what others would add.
