package io.pureboot.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a 64-bit ELF file says it needs at run time: libraries by name, its interpreter by path. */
record ElfFile(List<String> needed, String interpreter, List<String> searchPath) {
    private static final int PT_LOAD = 1;
    private static final int PT_DYNAMIC = 2;
    private static final int PT_INTERP = 3;
    private static final long DT_NEEDED = 1;
    private static final long DT_STRTAB = 5;
    private static final long DT_RPATH = 15;
    private static final long DT_RUNPATH = 29;

    private record Segment(int type, long offset, long address, long size) {}

    static boolean is(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            byte[] magic = in.readNBytes(5);
            return magic.length == 5
                    && magic[0] == 0x7f
                    && magic[1] == 'E'
                    && magic[2] == 'L'
                    && magic[3] == 'F'
                    && magic[4] == 2;
        }
    }

    static ElfFile read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return read(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
                    .order(ByteOrder.LITTLE_ENDIAN));
        }
    }

    private static ElfFile read(ByteBuffer bytes) {
        List<Segment> segments = segments(bytes);
        String interpreter = segments.stream()
                .filter(s -> s.type() == PT_INTERP)
                .map(s -> text(bytes, s.offset()))
                .findFirst()
                .orElse("");
        List<String> needed = new ArrayList<>();
        List<String> search = new ArrayList<>();
        for (Segment dynamic : segments) {
            if (dynamic.type() == PT_DYNAMIC) {
                dynamic(bytes, segments, dynamic, needed, search);
            }
        }
        return new ElfFile(List.copyOf(needed), interpreter, List.copyOf(search));
    }

    private static List<Segment> segments(ByteBuffer bytes) {
        long table = bytes.getLong(32);
        int size = bytes.getShort(54);
        int count = bytes.getShort(56);
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int at = Math.toIntExact(table + (long) i * size);
            segments.add(new Segment(
                    bytes.getInt(at), bytes.getLong(at + 8), bytes.getLong(at + 16), bytes.getLong(at + 32)));
        }
        return segments;
    }

    private static void dynamic(
            ByteBuffer bytes, List<Segment> segments, Segment dynamic, List<String> needed, List<String> search) {
        List<long[]> entries = new ArrayList<>();
        long strings = 0;
        for (long at = dynamic.offset(); at < dynamic.offset() + dynamic.size(); at += 16) {
            long tag = bytes.getLong(Math.toIntExact(at));
            long value = bytes.getLong(Math.toIntExact(at + 8));
            if (tag == 0) {
                break;
            }
            if (tag == DT_STRTAB) {
                strings = offsetOf(segments, value);
            }
            entries.add(new long[] {tag, value});
        }
        for (long[] entry : entries) {
            if (entry[0] == DT_NEEDED) {
                needed.add(text(bytes, strings + entry[1]));
            } else if (entry[0] == DT_RPATH || entry[0] == DT_RUNPATH) {
                search.addAll(List.of(text(bytes, strings + entry[1]).split(":")));
            }
        }
    }

    private static long offsetOf(List<Segment> segments, long address) {
        return segments.stream()
                .filter(s -> s.type() == PT_LOAD && address >= s.address() && address < s.address() + s.size())
                .mapToLong(s -> address - s.address() + s.offset())
                .findFirst()
                .orElse(0);
    }

    private static String text(ByteBuffer bytes, long offset) {
        int start = Math.toIntExact(offset);
        int end = start;
        while (bytes.get(end) != 0) {
            end++;
        }
        byte[] text = new byte[end - start];
        bytes.get(start, text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
