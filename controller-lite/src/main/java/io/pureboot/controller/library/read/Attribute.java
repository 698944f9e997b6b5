package io.pureboot.controller.library.read;

/**
 * An extended attribute of a file, access control lists and capabilities among them.
 *
 * @param inode the file's, as its records have it
 * @param name with its name space, as Latin-1
 * @param value bytes, as {@code getfattr} shows them
 */
public record Attribute(String inode, String name, byte[] value) {}
