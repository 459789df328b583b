package serval.system.aof;

import serval.system.RespConnection;

/** A dataset with every type and encoding that Redis has too, expiries and a function included. */
final class AofDataset {
    private AofDataset() {}

    /** Makes it by commands whose effects are of every form. */
    static void fill(RespConnection client) {
        for (String command : new String[] {
            "FUNCTION LOAD REPLACE \"#!lua name=lib\\nredis.register_function('seven', function() return 7 end)\"",
            "SELECT 0",
            "SET s hello",
            "SET n 12345 EX 100000",
            "APPEND s \" world\\r\\n\"",
            "SETRANGE s 2 xx",
            "INCRBYFLOAT f 1.25",
            "RPUSH l a b c d 1 2 3",
            "LINSERT l BEFORE c z",
            "LPOP l 2",
            "SADD si 1 2 3 4",
            "SADD ss a b c",
            "SPOP ss",
            "HSET h f v g w i 1",
            "HINCRBY h i 5",
            "HINCRBYFLOAT h x 1.5",
            "ZADD z 1 a 2.5 b inf c",
            "ZINCRBY z 3 a",
            "XADD st 1-1 a b",
            "XADD st 5-1 c d",
            "XGROUP CREATE st g 0",
            "XREADGROUP GROUP g one COUNT 1 STREAMS st >",
            "XDEL st 5-1",
            "GEOADD geo 13.361389 38.115556 Palermo",
            "PFADD hll a b c",
            "SETBIT bm 100 1",
            "EXPIRE l 100000",
            "RENAME ss renamed",
            "COPY h h2",
            "SELECT 5",
            "SET moved 1",
            "MOVE moved 3",
            "MULTI",
            "INCR counter",
            "SELECT 2",
            "RPUSH elsewhere x",
            "EXEC",
            "SELECT 0",
            "SORT l ALPHA STORE sorted",
            "GETDEL f"
        }) {
            client.call(command);
        }
        for (int i = 0; i < 300; i++) {
            client.call("RPUSH big " + "x".repeat(i));
            client.call("ZADD bigz " + i * 1.5 + " m" + i);
            client.call("HSET bigh f" + i + " v" + i);
            client.call("SADD bigs e" + i);
            client.call("XADD bigst " + (i + 1) + "-1 f v" + i);
        }
        client.call("SET large " + "y".repeat(100_000));
    }
}
