package io.pureboot.controller.library.text;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why something about a file failed: the exceptions of some errors carry the file's name as their only message. */
public final class Reason {
    private Reason() {}

    /** One line for people. */
    public static String of(IOException e) {
        if (!(e instanceof FileSystemException failed) || failed.getFile() == null || failed.getReason() != null) {
            String message = e.getMessage();
            return message == null ? e.getClass().getSimpleName() : message;
        }
        String file = failed.getFile();
        return switch (failed) {
            case NoSuchFileException none -> "there is no " + file;
            case AccessDeniedException denied -> "no permission for " + file;
            case NotDirectoryException other -> file + " is no folder";
            case FileAlreadyExistsException there -> file + " is there already";
            default -> failed.getClass().getSimpleName() + " " + file;
        };
    }
}
