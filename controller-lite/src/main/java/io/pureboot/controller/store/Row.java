package io.pureboot.controller.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import io.pureboot.protocol.ProtocolJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** One row of a result, by column name. */
final class Row {
    private final ResultSet result;

    Row(ResultSet result) {
        this.result = result;
    }

    String text(String column) throws SQLException {
        String value = result.getString(column);
        if (value == null) {
            throw new SQLException("column " + column + " is null");
        }
        return value;
    }

    @Nullable
    String textOrNull(String column) throws SQLException {
        return result.getString(column);
    }

    byte[] bytes(String column) throws SQLException {
        return result.getBytes(column);
    }

    long number(String column) throws SQLException {
        return result.getLong(column);
    }

    @Nullable
    Long numberOrNull(String column) throws SQLException {
        long value = result.getLong(column);
        return result.wasNull() ? null : value;
    }

    @Nullable
    Integer integerOrNull(String column) throws SQLException {
        Long value = numberOrNull(column);
        return value == null ? null : Math.toIntExact(value);
    }

    Instant time(String column) throws SQLException {
        return instant(text(column));
    }

    @Nullable
    Instant timeOrNull(String column) throws SQLException {
        String value = textOrNull(column);
        return value == null ? null : instant(value);
    }

    <T> T json(String column, JavaType type) throws SQLException {
        try {
            return ProtocolJson.mapper().readValue(text(column), type);
        } catch (JsonProcessingException e) {
            throw new SQLException("column " + column + " does not hold the JSON it should", e);
        }
    }

    <T> T json(String column, Class<T> type) throws SQLException {
        return json(column, ProtocolJson.mapper().constructType(type));
    }

    /** Times are written as ISO-8601; SQLite's own CURRENT_TIMESTAMP has a space and no zone, and is UTC. */
    private static Instant instant(String text) {
        return text.indexOf('T') > 0
                ? Instant.parse(text)
                : LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
    }
}
