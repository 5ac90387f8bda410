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
tasks = {
    "which digit": (labels, test_labels, 10),
    "odd or even": (labels % 2, test_labels % 2, 2),
}
print(len(inputs), "images to learn from,", len(test_inputs), "to test with")

# %% [markdown]
# ## Three networks
#
# The deep networks have the same layers and, from the same seed, start with the same weights. They
# differ in one thing: what stands between the layers. `Identity` hands on what it gets, which is to
# have no activation. Beside them stands a single layer, known as logistic regression.

# %%
def network(activation, depth, outputs):
    layers = []
    for _ in range(depth - 1):
        layers += [torch.nn.Linear(64, 64), activation()]
    return torch.nn.Sequential(*layers, torch.nn.Linear(64, outputs))

def train(model, targets, epochs=30):
    optimizer = torch.optim.Adam(model.parameters(), lr=2e-3)
    for _ in range(epochs):
        for batch in torch.randperm(len(inputs)).split(64):
            optimizer.zero_grad()
            answers = model(inputs[batch])
            loss = torch.nn.functional.cross_entropy(answers, targets[batch])
            loss.backward()
            optimizer.step()
    return model

@torch.no_grad()
def accuracy(model, images, targets):
    return (model(images).argmax(1) == targets).float().mean().item()

designs = {
    "one layer": (torch.nn.Identity, 1),
    "three layers, no activation": (torch.nn.Identity, 3),
    "three layers, ReLU": (torch.nn.ReLU, 3),
}
for name, design in designs.items():
    parameters = sum(p.numel() for p in network(*design, 10).parameters())
    print(f"{name:28} {parameters:5} parameters")

# %% [markdown]
# ## Training them
#
# Each network is trained from five seeds on each task, and all are tested on the images kept
# aside.

# %%
models, scores = {}, {}
for task, (targets, test_targets, outputs) in tasks.items():
    print(task)
    for name, (activation, depth) in designs.items():
        runs = []
        for seed in range(5):
            torch.manual_seed(seed)
            runs.append(train(network(activation, depth, outputs), targets))
        models[task, name] = runs
        found = [accuracy(model, test_inputs, test_targets) for model in runs]
        scores[task, name] = found
        print(f"  {name:28} mean {sum(found) / 5:.3f}, "
              f"from {min(found):.3f} to {max(found):.3f}")

# %%
#| alt: Test accuracy of five seeds for each of three networks, in two panels. Naming the digit,
#|   one layer lies a little below the two deep networks, and those with and without ReLU overlap.
#|   Telling odd from even, both networks without activation stay together at the bottom of the
#|   panel, and all with ReLU are far above them.
figure, panels = plt.subplots(1, 2, sharey=True, figsize=(5.6, 3.2))
for panel, task in zip(panels, tasks):
    for place, (name, marker) in enumerate(zip(designs, "so^")):
        panel.plot([place + 0.07 * (seed - 2) for seed in range(5)],
                   scores[task, name], marker, color=f"C{place}", markersize=5)
    panel.set_title(task)
    panel.set_xticks(range(3), ["one\nlayer", "three,\nnone", "three,\nReLU"])
    panel.set_xlim(-0.5, 2.5)
panels[0].set_ylabel("accuracy on images kept aside")
plt.show()

# %% [markdown]
# ## The collapse
#
# Now each trained network of three layers without activation is multiplied out into one matrix and
# one bias. In double precision both give the same numbers up to rounding, and the same answer for
# every test image:

# %%
@torch.no_grad()
def collapsed(model):
    """One matrix and one bias that do what all layers do."""
    matrix, bias = torch.eye(64).double(), torch.zeros(64).double()
    for layer in model:
        if isinstance(layer, torch.nn.Linear):
            matrix = layer.weight @ matrix
            bias = layer.weight @ bias + layer.bias
    return matrix, bias

images = test_inputs.double()
for task in tasks:
    worst, agree, sizes = 0.0, True, set()
    for model in models[task, "three layers, no activation"]:
        model = model.double()
        matrix, bias = collapsed(model)
        deep, flat = model(images), images @ matrix.T + bias
        gap = (deep - flat).abs().max() / deep.abs().max()
        worst = max(worst, gap.item())
        agree &= bool((deep.argmax(1) == flat.argmax(1)).all())
        sizes.add(matrix.numel() + bias.numel())
    print(f"{task}: {sizes.pop()} numbers, same answers: {agree}, "
          f"relative difference {worst:.0e}")
    assert worst < 1e-12 and agree

# %% [markdown]
# The same product taken of a network *with* ReLU is another function:

# %%
model = models["odd or even", "three layers, ReLU"][0].double()
matrix, bias = collapsed(model)
flat = images @ matrix.T + bias
same = (model(images).argmax(1) == flat.argmax(1)).double().mean().item()
print(f"same answer on {same:.0%} of the images")
assert same < 0.9

# %% [markdown]
# ## What the activations were good for
#
# **Naming the digit: next to nothing.** The networks with and without ReLU reach accuracies whose
# ranges overlap. Whoever compares them on these images and reports a failure without activations
# has trained the network without them badly. One layer is behind, but not because it can do less:
# what three layers without activation found, one layer can represent. It has been trained less far.
# After more epochs it is right on nearly all images that it learns from, and as good as the others
# on those kept aside: one matrix comes close to separating these ten digits.
#
# **Odd or even: most of the errors.** Here patience does not help: after as many epochs one layer
# is still wrong on some of the images that it learns from. Three layers without activation stay
# where one layer stays, and with ReLU each seed gets well beyond the best seed without.

# %%
patient = {}
for task, (targets, test_targets, outputs) in tasks.items():
    torch.manual_seed(0)
    model = train(network(torch.nn.Identity, 1, outputs), targets, epochs=300)
    learned = accuracy(model, inputs, targets)
    tested = accuracy(model, test_inputs, test_targets)
    patient[task] = learned, tested
    print(f"{task}, one layer after 300 epochs")
    print(f"  images to learn from {learned:.3f}, kept aside {tested:.3f}")

def mean(values):
    return sum(values) / len(values)

flat, deep, relu = (scores["which digit", name] for name in designs)
assert min(relu) < max(deep) and abs(mean(relu) - mean(deep)) < 0.03
assert min(deep) > 0.9
assert patient["which digit"][0] > 0.97
assert patient["which digit"][1] > max(mean(relu), mean(deep)) - 0.02

flat, deep, relu = (scores["odd or even", name] for name in designs)
print(f"odd or even: the worst with ReLU {min(relu):.3f}, "
      f"the best without {max(flat + deep):.3f}")
assert min(relu) > max(*flat, *deep, patient["odd or even"][1]) + 0.02
assert abs(mean(deep) - mean(flat)) < 0.03
assert 1 - mean(relu) < 0.5 * (1 - mean(deep))
assert patient["odd or even"][0] < 0.96

# %% [markdown]
# So the test of what an activation adds is a task that one matrix cannot do. Which activation to
# add is [another question](which-activation.py).
