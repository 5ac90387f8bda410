# ---
# title: Linear collapse on handwritten digits
# aliases: [network without activations]
# variables:
#   U: {symbol: "W_1", shape: [3, 2]}
#   V: {symbol: "W_2", shape: [2, 3]}
#   u: {symbol: "b_1", shape: [3, 1]}
#   v: {symbol: "b_2", shape: [2, 1]}
#   x: {shape: [2, 1]}
# ---

# %% [markdown]
# # Linear collapse on handwritten digits
#
# A deep network without activation functions is one matrix and one bias, whatever its depth. This
# notebook trains such networks beside networks with [ReLU](../activations/relu.md) on real images,
# multiplies their layers together, and asks what the activations were good for: on one task next to
# nothing, on another they save most of the errors.
#
# That layers without activations collapse is a line of algebra. With weight matrices $W_1$, $W_2$
# and biases $b_1$, $b_2$,
#
# $$ W_2 (W_1 x + b_1) + b_2 = (W_2 W_1)\,x + (W_2 b_1 + b_2) $$
#
# which is again one matrix and one bias; see [why activations](../concepts/why-activations.md).
# The question here is what that means for a trained network.
#
# ## Images and two tasks
#
# The images are scikit-learn's handwritten digits, of 8 by 8 pixels. A quarter of them is kept for
# testing. The first task is to name the digit. The second asks of the same images only whether the
# digit is odd.

# %%
import math

import matplotlib.pyplot as plt
import torch

torch.set_num_threads(1)
seed = 0
seeds = range(100 * seed, 100 * seed + 8)

def images():
    """To learn from and to test with, and the digits on them."""
    from sklearn.datasets import load_digits
    from sklearn.model_selection import train_test_split

    digits = load_digits()
    pieces = train_test_split(digits.data / 16, digits.target, test_size=0.25,
                              random_state=seed, stratify=digits.target)
    return (*(torch.tensor(part).float() for part in pieces[:2]),
            *(torch.tensor(part) for part in pieces[2:]))

tasks = {
    "which digit": (lambda digits: digits, 10),
    "odd or even": (lambda digits: digits % 2, 2),
}

# %% [markdown]
# ## Three networks
#
# The deep networks have the same layers and, from the same seed, start with the same weights. They
# differ in one thing: what stands between the layers. `identity` hands on what it gets, which is to
# have no activation. Beside them stands a single layer, known as logistic regression.
#
# Each design is trained from eight seeds side by side: the weights of the eight networks are
# stacked, and each multiplication is one of a whole stack of matrices. Adam changes each weight by
# that weight's own gradients alone, so the networks do not influence each other.

# %%
def identity(z):
    return z

designs = {
    "one layer": (identity, 1),
    "three layers, no activation": (identity, 3),
    "three layers, ReLU": (torch.relu, 3),
}

def draw(depth, outputs, generators):
    """Weights and biases of each layer, for each generator, as PyTorch's layers have them."""
    layers = []
    for units in [64] * (depth - 1) + [outputs]:
        drawn = [torch.rand(65, units, generator=g) for g in generators]
        drawn = (2 * torch.stack(drawn) - 1) / math.sqrt(64)
        layers.append((drawn[:, :64].contiguous(), drawn[:, 64:].contiguous()))
    return layers

def forward(layers, signal, activation):
    *hidden, (output, shift) = layers
    for weight, bias in hidden:
        signal = activation(signal @ weight + bias)
    return signal @ output + shift

def train(inputs, targets, outputs, activation, depth, epochs=20):
    generators = [torch.Generator().manual_seed(one) for one in seeds]
    layers = draw(depth, outputs, generators)
    parameters = [part.requires_grad_() for layer in layers for part in layer]
    # Fused is the same arithmetic in fewer calls, which is faster here.
    optimizer = torch.optim.Adam(parameters, lr=5e-3, fused=True)
    for _ in range(epochs):
        orders = [torch.randperm(len(inputs), generator=g) for g in generators]
        for batch in torch.stack(orders).split(128, dim=1):
            optimizer.zero_grad()
            answers = forward(layers, inputs[batch], activation)
            loss = torch.nn.functional.cross_entropy(answers.mT, targets[batch],
                                                     reduction="sum")
            (loss / batch.shape[1]).backward()
            optimizer.step()
    return [(weight.detach(), bias.detach()) for weight, bias in layers]

def accuracies(layers, images, targets, activation):
    answers = forward(layers, images, activation).argmax(2)
    return (answers == targets).double().mean(1).tolist()

for name, (_, depth) in designs.items():
    layers = draw(depth, 10, [torch.Generator()])
    numbers = sum(part.numel() for layer in layers for part in layer)
    print(f"{name:28} {numbers:5} parameters")

# %% [markdown]
# Whatever stands between them, the layers of a trained network can be multiplied out into one
# matrix and one bias. Without an activation these should give the network's answers. To see it,
# both are computed in double precision.

# %%
def collapsed(layers):
    """One matrix and one bias that do what all layers do one after the other."""
    matrix, bias = layers[0]
    for weight, shift in layers[1:]:
        matrix, bias = matrix @ weight, bias @ weight + shift
    return matrix, bias

def compared(layers, images, activation):
    """What one matrix gives beside what the layers give, at worst of all seeds."""
    layers = [(weight.double(), bias.double()) for weight, bias in layers]
    matrix, bias = collapsed(layers)
    deep, flat = forward(layers, images, activation), images @ matrix + bias
    same = (deep.argmax(2) == flat.argmax(2)).double().mean(1)
    return {
        "numbers": matrix[0].numel() + bias[0].numel(),
        "difference": ((deep - flat).abs().max() / deep.abs().max()).item(),
        "same answers": same.tolist(),
    }

# %% [markdown]
# ## Training them
#
# Each network is trained from eight seeds on each task, and all are tested on the images kept
# aside.

# %%
#| record: scores products
inputs, test_inputs, digits, test_digits = images()
scores, products = {}, {}
for task, (asked, outputs) in tasks.items():
    for name, (activation, depth) in designs.items():
        layers = train(inputs, asked(digits), outputs, activation, depth)
        scores[task, name] = accuracies(layers, test_inputs, asked(test_digits),
                                        activation)
        products[task, name] = compared(layers, test_inputs.double(), activation)

# %%
def mean(values):
    return sum(values) / len(values)

for task in tasks:
    print(task)
    for name in designs:
        found = scores[task, name]
        print(f"  {name:28} mean {mean(found):.3f}, "
              f"from {min(found):.3f} to {max(found):.3f}")

# %%
#| alt: Test accuracy of eight seeds for each of three networks, in two panels. Naming the digit,
#|   one layer lies a little below the two deep networks, and those with and without ReLU overlap.
#|   Telling odd from even, both networks without activation stay together at the bottom of the
#|   panel, and all with ReLU are far above them.
figure, panels = plt.subplots(1, 2, sharey=True, figsize=(5.6, 3.2))
for panel, task in zip(panels, tasks):
    for place, (name, marker) in enumerate(zip(designs, "so^")):
        found = scores[task, name]
        panel.plot([place + 0.05 * (number - 3.5) for number in range(len(found))],
                   found, marker, color=f"C{place}", markersize=5)
    panel.set_title(task)
    panel.set_xticks(range(3), ["one\nlayer", "three,\nnone", "three,\nReLU"])
    panel.set_xlim(-0.5, 2.5)
panels[0].set_ylabel("accuracy on images kept aside")
plt.show()

# %% [markdown]
# ## The collapse
#
# Multiplied out, the networks of three layers without activation give the same numbers up to
# rounding, and the same answer for every test image:

# %%
for task in tasks:
    product = products[task, "three layers, no activation"]
    agree = min(product["same answers"])
    print(f"{task}: {product['numbers']} numbers, same answers: {agree:.0%}, "
          f"relative difference {product['difference']:.0e}")
    assert product["difference"] < 1e-12 and agree == 1

# %% [markdown]
# The same product taken of the networks *with* ReLU is another function, and its numbers are far
# off. Asked for odd or even, it misses the network's answer on many of the images:

# %%
for task in tasks:
    product = products[task, "three layers, ReLU"]
    same = product["same answers"]
    print(f"{task}: same answers: {min(same):.0%} to {max(same):.0%}, "
          f"relative difference {product['difference']:.1f}")
    assert product["difference"] > 0.2
assert mean(same) < 0.92 and max(same) < 0.97

# %% [markdown]
# ## What the activations were good for
#
# **Naming the digit: next to nothing.** The networks with and without ReLU reach accuracies whose
# ranges overlap. Whoever finds these digits out of reach without activations has trained the
# network badly. One layer is behind, but not because it can do less: what three layers without
# activation found, one layer can represent. It has been trained less far. After more epochs it is
# right on nearly all images that it learns from, and as good as the others on those kept aside: one
# matrix comes close to separating these ten digits.
#
# **Odd or even: most of the errors.** Here patience does not help: after as many epochs one layer
# is still wrong on some of the images that it learns from. Three layers without activation stay
# where one layer stays, and with ReLU each seed gets well beyond the best seed without.

# %%
#| record: patient
inputs, test_inputs, digits, test_digits = images()
patient = {}
for task, (asked, outputs) in tasks.items():
    layers = train(inputs, asked(digits), outputs, *designs["one layer"], epochs=200)
    patient[task] = {
        "learnt": accuracies(layers, inputs, asked(digits), identity),
        "tested": accuracies(layers, test_inputs, asked(test_digits), identity),
    }

# %%
for task, found in patient.items():
    print(f"{task}, one layer after 200 epochs")
    print(f"  images to learn from {mean(found['learnt']):.3f}, "
          f"kept aside {mean(found['tested']):.3f}")

flat, deep, relu = (scores["which digit", name] for name in designs)
learnt, tested = patient["which digit"].values()
assert min(relu) < max(deep) and min(deep) < max(relu)
assert abs(mean(relu) - mean(deep)) < 0.02 and min(deep) > 0.9
assert mean(flat) < mean(deep) - 0.005
assert min(learnt) > 0.97 and mean(tested) > max(mean(relu), mean(deep)) - 0.02

flat, deep, relu = (scores["odd or even", name] for name in designs)
learnt, tested = patient["odd or even"].values()
print(f"odd or even: the worst with ReLU {min(relu):.3f}, "
      f"the best without {max(flat + deep):.3f}")
assert min(relu) > max(*flat, *deep, *tested) + 0.02
assert abs(mean(deep) - mean(flat)) < 0.03
assert 1 - mean(relu) < 0.5 * (1 - mean(deep))
assert max(learnt) < 0.96

# %% [markdown]
# So the test of what an activation adds is a task that one matrix cannot do. Which activation to
# add is [another question](which-activation.py).
