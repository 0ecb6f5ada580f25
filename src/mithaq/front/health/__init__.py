"""Whether this node can work: asked by whoever watches over it, answered in codes and without sign-in."""
