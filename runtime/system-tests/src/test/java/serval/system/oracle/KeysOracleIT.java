package serval.system.oracle;

import org.junit.jupiter.api.Test;

/** The commands on keys, whatever the keys hold. */
class KeysOracleIT extends OracleTest {
    @Test
    void del() {
        compare("SET a 1", "SET b 2", "DEL a b c a", "EXISTS a b", "DEL", "DEL a", "UNLINK", "SET a 1", "UNLINK a a b");
    }

    @Test
    void existsAndTouch() {
        compare("SET a 1", "EXISTS a", "EXISTS a a b", "EXISTS", "TOUCH a a b", "TOUCH", "TOUCH b");
    }

    @Test
    void type() {
        compare("SET a 1", "TYPE a", "TYPE b", "TYPE", "TYPE a b");
    }

    @Test
    void expire() {
        compare(
                "SET k v",
                "TTL k",
                "PTTL k",
                "EXPIRE k 100",
                "TTL k",
                "EXPIRE missing 100",
                "TTL missing",
                "PTTL missing",
                "EXPIRE k x",
                "EXPIRE k",
                "EXPIRE k 1 FOO",
                "EXPIRE k 1 NX FOO",
                "EXPIRE k x FOO",
                "EXPIRE k 0",
                "EXISTS k",
                "SET k v",
                "EXPIRE k -1",
                "EXISTS k",
                "SET k v",
                "PEXPIRE k -100000",
                "EXISTS k");
    }

    @Test
    void expireOverflows() {
        compare(
                "SET k v",
                "EXPIRE k 9223372036854775807",
                "EXPIRE k 9223372036854775",
                "EXPIRE k -9223372036854775808",
                "PEXPIRE k 9223372036854775807",
                "PEXPIRE k 9223372036854770000",
                "EXPIREAT k 9223372036854775807",
                "PEXPIREAT k 9223372036854775807",
                "PEXPIRETIME k",
                "EXPIRETIME k",
                "GET k",
                "PERSIST k",
                "EXPIREAT k 9223372036854775",
                "PEXPIRETIME k",
                "EXPIREAT k -9223372036854775",
                "GET k",
                "SET k v",
                "PEXPIREAT k -9223372036854775808",
                "GET k");
    }

    @Test
    void expireAt() {
        compare(
                "SET k v",
                "EXPIREAT k 33177117420",
                "EXPIRETIME k",
                "PEXPIRETIME k",
                "PEXPIREAT k 33177117420123",
                "EXPIRETIME k",
                "PEXPIRETIME k",
                "PERSIST k",
                "PERSIST k",
                "PERSIST missing",
                "EXPIRETIME k",
                "EXPIRETIME missing",
                "PEXPIRETIME missing",
                "EXPIREAT k 1",
                "EXISTS k",
                "EXPIRETIME",
                "PERSIST");
    }

    @Test
    void expiryConditions() {
        compare(
                "SET k v",
                "EXPIREAT k 33177117420 XX",
                "EXPIREAT k 33177117420 GT",
                "EXPIREAT k 33177117420 LT",
                "EXPIREAT k 33177117420 NX",
                "EXPIREAT k 33177117421 gt",
                "EXPIREAT k 33177117421 GT",
                "EXPIREAT k 33177117421 LT",
                "EXPIREAT k 33177117419 LT",
                "EXPIREAT k 33177117500 XX GT",
                "EXPIREAT k 33177117400 XX LT",
                "EXPIRETIME k",
                "PERSIST k",
                "EXPIREAT k 33177117400 XX LT",
                "EXPIREAT k 33177117400 XX GT",
                "PEXPIREAT k 33177117400000 NX",
                "PEXPIREAT k 33177117400000 NX",
                "EXPIREAT k 1 NX XX",
                "EXPIREAT k 1 NX GT",
                "EXPIREAT k 1 NX LT",
                "EXPIREAT k 1 GT LT",
                "EXPIREAT k 1 XX GT LT",
                "EXPIREAT k 1 NX NX",
                "EXPIREAT k 1 LT",
                "EXISTS k");
    }

    @Test
    void rename() {
        compare(
                "SET a 1",
                "SET b 2",
                "RENAME a b",
                "GET a",
                "GET b",
                "RENAME missing b",
                "RENAME b b",
                "RENAME missing missing",
                "RENAMENX b b",
                "RENAMENX missing b",
                "SET a 3",
                "RENAMENX a b",
                "RENAMENX a c",
                "GET c",
                "EXPIREAT c 33177117420",
                "RENAME c d",
                "EXPIRETIME d",
                "SET e 1",
                "RENAME e d",
                "EXPIRETIME d",
                "RENAME a",
                "RENAMENX a b c");
    }

    @Test
    void move() {
        compare(
                "SET k v",
                "EXPIREAT k 33177117420",
                "MOVE k 1",
                "EXISTS k",
                "SELECT 1",
                "GET k",
                "EXPIRETIME k",
                "SELECT 0",
                "SET k w",
                "MOVE k 1",
                "MOVE k 0",
                "MOVE k 16",
                "MOVE k -1",
                "MOVE k x",
                "MOVE k 99999999999",
                "MOVE missing 1",
                "MOVE missing 0",
                "MOVE k");
    }

    @Test
    void copy() {
        compare(
                "SET a 1",
                "EXPIREAT a 33177117420",
                "COPY a b",
                "GET b",
                "EXPIRETIME b",
                "COPY a b",
                "SET a 2",
                "COPY a b REPLACE",
                "GET b",
                "EXPIRETIME b",
                "APPEND b x",
                "GET a",
                "COPY missing b",
                "COPY missing b REPLACE",
                "GET b",
                "COPY a a",
                "COPY missing missing",
                "COPY a a DB 1",
                "COPY a a DB 1",
                "COPY a a DB 1 REPLACE",
                "COPY a a DB 0",
                "COPY a c DB 16",
                "COPY a c DB x",
                "COPY a c DB",
                "COPY a c FOO",
                "SELECT 1",
                "GET a",
                "COPY a",
                "APPEND a y",
                "COPY a z",
                "OBJECT ENCODING z");
    }

    @Test
    void objectEncodings() {
        compare(
                "SET n 12345",
                "OBJECT ENCODING n",
                "SET n 99999999999999999999",
                "OBJECT ENCODING n",
                "SET s 12345678901234567890123456789012345678901234",
                "OBJECT ENCODING s",
                "SET s 123456789012345678901234567890123456789012345",
                "OBJECT ENCODING s",
                "APPEND t x",
                "OBJECT ENCODING t",
                "APPEND t x",
                "OBJECT ENCODING t",
                "OBJECT ENCODING missing",
                "OBJECT ENCODING",
                "OBJECT FOO k",
                "OBJECT");
    }

    @Test
    void objectCounts() {
        compare(
                "SET n 1",
                "OBJECT REFCOUNT n",
                "SET n 9999",
                "OBJECT REFCOUNT n",
                "SET n 10000",
                "OBJECT REFCOUNT n",
                "SET n -1",
                "OBJECT REFCOUNT n",
                "INCR n",
                "OBJECT REFCOUNT n",
                "SET s text",
                "OBJECT REFCOUNT s",
                "OBJECT REFCOUNT missing",
                "OBJECT IDLETIME s",
                "OBJECT IDLETIME missing",
                "OBJECT FREQ s",
                "OBJECT FREQ missing",
                "CONFIG SET maxmemory-policy allkeys-lfu",
                "OBJECT IDLETIME s",
                "SET u text",
                "OBJECT FREQ u",
                "CONFIG SET maxmemory-policy noeviction");
    }

    @Test
    void keys() {
        compare(
                "KEYS *",
                "SET one 1",
                "KEYS *",
                "KEYS one",
                "KEYS o?e",
                "KEYS [m-p]ne",
                "KEYS [^o]ne",
                "KEYS two",
                "KEYS ONE",
                "KEYS",
                "KEYS a b",
                "RANDOMKEY",
                "RANDOMKEY x",
                "DEL one",
                "RANDOMKEY",
                "KEYS \"\"",
                "SET \"\" empty",
                "KEYS \"\"",
                "KEYS *");
    }

    @Test
    void scan() {
        compare(
                "SCAN 0",
                "SET one 1",
                "SCAN 0 COUNT 100",
                "SCAN 0 COUNT 100 MATCH o*",
                "SCAN 0 COUNT 100 MATCH x*",
                "SCAN 0 COUNT 100 TYPE string",
                "SCAN 0 COUNT 100 TYPE STRING MATCH *",
                "SCAN 0 COUNT 100 TYPE list",
                "SCAN 0 COUNT 100 TYPE nosuch",
                "SCAN 0 COUNT 0",
                "SCAN 0 COUNT -1",
                "SCAN 0 COUNT x",
                "SCAN 0 COUNT",
                "SCAN 0 MATCH",
                "SCAN 0 TYPE",
                "SCAN 0 FOO bar",
                "SCAN x",
                "SCAN \" 0\"",
                "SCAN 0x",
                "SCAN +",
                "SCAN +0 COUNT 100",
                "SCAN \"\" COUNT 100",
                "SCAN 18446744073709551616",
                "SCAN",
                "SCAN x FOO");
    }

    @Test
    void dumpAndRestoreHere() {
        compare(
                "DUMP missing",
                "DUMP",
                "RESTORE k 0 \"\"",
                "RESTORE k 0 short",
                "RESTORE k 0 \"this is no payload at all\"",
                "RESTORE k -1 x",
                "RESTORE k x x",
                "RESTORE k 0 x FOO",
                "RESTORE k 0 x IDLETIME",
                "RESTORE k 0 x IDLETIME -1",
                "RESTORE k 0 x IDLETIME x",
                "RESTORE k 0 x FREQ -1",
                "RESTORE k 0 x FREQ 256",
                "RESTORE k 0 x FREQ 1 IDLETIME 1",
                "RESTORE k 0 x IDLETIME 1 FREQ 1",
                "RESTORE k 0",
                "SET k v",
                "RESTORE k 0 x",
                "RESTORE k 0 x REPLACE",
                "RESTORE k x x",
                "GET k");
    }

    @Test
    void restoreOfPayloadsThatRedisMade() {
        String number = "\"\\x00\\xc0\\x0a\\x09\\x00\\xbe\\x6d\\x06\\x89\\x5a\\x28\\x00\\x0a\"";
        compare(
                "RESTORE k 0 " + number,
                "GET k",
                "RESTORE k 0 " + number,
                "RESTORE k 0 " + number + " REPLACE",
                "TTL k",
                "RESTORE k 33177117420123 " + number + " REPLACE ABSTTL",
                "PEXPIRETIME k",
                "RESTORE k 1 " + number + " REPLACE ABSTTL",
                "EXISTS k",
                "RESTORE k 1 " + number + " ABSTTL",
                "EXISTS k",
                "RESTORE k 0 " + number + " IDLETIME 1000",
                "OBJECT IDLETIME k",
                "RESTORE k 0 " + number + " REPLACE FREQ 10",
                "RESTORE k 100000 " + number + " replace",
                "TTL k");
    }

    @Test
    void waitOnALonePrimary() {
        compare(
                "WAIT 0 0",
                "WAIT 0 100",
                "WAIT 1 1",
                "WAIT -1 0",
                "WAIT x 0",
                "WAIT 0 x",
                "WAIT 0 -1",
                "WAIT",
                "WAIT 0");
    }

    @Test
    void waitForFilesOnALonePrimary() {
        compare(
                "WAITAOF 0 0 0",
                "WAITAOF 0 1 1",
                "WAITAOF 1 0 0",
                "WAITAOF 2 0 0",
                "WAITAOF -1 0 0",
                "WAITAOF x 0 0",
                "WAITAOF 0 -1 0",
                "WAITAOF 0 x 0",
                "WAITAOF 0 0 x",
                "WAITAOF 0 0 -1",
                "WAITAOF");
    }
}
