/** The pages in a real browser, against a real controller with enrolled nodes. */
@NullMarked
package io.pureboot.controller.web;

import org.jspecify.annotations.NullMarked;
