/** The pages: static files from the class path. */
@NullMarked
package io.pureboot.controller.web;

import org.jspecify.annotations.NullMarked;
