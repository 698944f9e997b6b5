/** Tests of the image's recipe and of what it makes. */
@NullMarked
package io.pureboot.image;

import org.jspecify.annotations.NullMarked;
