@NullMarked
package io.pureboot.controller.session;

import org.jspecify.annotations.NullMarked;
