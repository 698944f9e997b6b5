/**
 * The bootable image: {@link io.pureboot.image.ImageBuild} is the recipe, from locked Debian packages and this build's
 * jars to kernel, initial RAM disk, ISO and network boot files.
 */
@NullMarked
package io.pureboot.image;

import org.jspecify.annotations.NullMarked;
