/** The node: NodeServer wires it, NodeConfig says what was asked of it. */
@NullMarked
package io.pureboot.node;

import org.jspecify.annotations.NullMarked;
