/** The node's own HTTPS server: its API and its pages. */
@NullMarked
package io.pureboot.node.http;

import org.jspecify.annotations.NullMarked;
