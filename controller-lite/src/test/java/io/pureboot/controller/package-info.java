@NullMarked
package io.pureboot.controller;

import org.jspecify.annotations.NullMarked;
