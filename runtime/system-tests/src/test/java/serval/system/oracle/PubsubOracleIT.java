package serval.system.oracle;

import org.junit.jupiter.api.Test;

/** Publishing and subscribing. */
class PubsubOracleIT extends OracleTest {
    private static void play(String... steps) {
        PushPlay.compare(SERVERS, steps);
    }

    @Test
    void publishWithoutSubscribers() {
        compare(
                "PUBLISH c m",
                "SPUBLISH c m",
                "PUBLISH '' ''",
                "PUBLISH c",
                "PUBLISH c m x",
                "SPUBLISH c",
                "SPUBLISH c m x");
    }

    @Test
    void wrongNumberOfWords() {
        compare("SUBSCRIBE", "PSUBSCRIBE", "SSUBSCRIBE", "PUBSUB", "PUBSUB NOSUCH", "PUBSUB CHANNELS a b");
        compare("PUBSUB NUMPAT x", "PUBSUB SHARDCHANNELS a b", "PUBSUB HELP x");
    }

    @Test
    void nothingToTell() {
        compare("PUBSUB CHANNELS", "PUBSUB CHANNELS *", "PUBSUB NUMSUB", "PUBSUB NUMSUB a b", "PUBSUB NUMPAT");
        compare("PUBSUB SHARDCHANNELS", "PUBSUB SHARDCHANNELS x", "PUBSUB SHARDNUMSUB", "PUBSUB SHARDNUMSUB a a");
    }

    @Test
    void unsubscribingFromNothing() {
        play(
                "1 UNSUBSCRIBE",
                "1 PUNSUBSCRIBE",
                "1 SUNSUBSCRIBE",
                "1 UNSUBSCRIBE a b",
                "1 PUNSUBSCRIBE a",
                "1 SUNSUBSCRIBE x");
    }

    @Test
    void messagesReachTheirChannel() {
        play(
                "1 SUBSCRIBE a",
                "2 SUBSCRIBE a b",
                "0 PUBLISH a one",
                "0 PUBLISH b two",
                "0 PUBLISH c three",
                "0 PUBLISH a ''",
                "0 PUBSUB NUMSUB a b c",
                "1 UNSUBSCRIBE a",
                "0 PUBLISH a four",
                "0 PUBSUB NUMSUB a b c");
    }

    @Test
    void subscribingTwiceIsSubscribingOnce() {
        play("1 SUBSCRIBE a a", "1 SUBSCRIBE a", "0 PUBLISH a x", "1 UNSUBSCRIBE a a", "0 PUBLISH a y");
        play("1 PSUBSCRIBE a* a*", "1 PSUBSCRIBE a*", "0 PUBLISH a x", "1 PUNSUBSCRIBE a* a*", "0 PUBLISH a y");
        play("1 SSUBSCRIBE a a", "1 SSUBSCRIBE a", "0 SPUBLISH a x", "1 SUNSUBSCRIBE a a", "0 SPUBLISH a y");
    }

    @Test
    void patternsMatchNames() {
        play(
                "1 PSUBSCRIBE news.*",
                "2 PSUBSCRIBE n?ws.[ab]*",
                "3 PSUBSCRIBE *",
                "0 PUBLISH news.art x",
                "0 PUBLISH news.cat y",
                "0 PUBLISH NEWS.art z",
                "0 PUBLISH '' empty",
                "0 PUBSUB NUMPAT",
                "0 PUBSUB CHANNELS",
                "2 PUNSUBSCRIBE n?ws.[ab]*",
                "0 PUBLISH news.art again",
                "0 PUBSUB NUMPAT");
    }

    @Test
    void channelComesBeforePattern() {
        play("1 PSUBSCRIBE a*", "1 SUBSCRIBE ab", "0 PUBLISH ab both", "1 UNSUBSCRIBE", "1 PUNSUBSCRIBE");
    }

    @Test
    void shardChannelsAreApart() {
        play(
                "1 SSUBSCRIBE a",
                "2 SUBSCRIBE a",
                "3 PSUBSCRIBE *",
                "0 PUBLISH a plain",
                "0 SPUBLISH a sharded",
                "0 PUBSUB SHARDNUMSUB a b",
                "0 PUBSUB SHARDCHANNELS",
                "0 PUBSUB SHARDCHANNELS b*",
                "0 PUBSUB CHANNELS",
                "1 SUNSUBSCRIBE",
                "0 SPUBLISH a none",
                "0 PUBSUB SHARDCHANNELS");
    }

    @Test
    void countsGoUpAndDown() {
        play(
                "1 SUBSCRIBE a b",
                "1 PSUBSCRIBE c d",
                "1 SSUBSCRIBE e f",
                "1 UNSUBSCRIBE a",
                "1 PUNSUBSCRIBE c",
                "1 SUNSUBSCRIBE e",
                "1 UNSUBSCRIBE b nothing",
                "1 PUNSUBSCRIBE",
                "1 SUNSUBSCRIBE f");
    }

    @Test
    void subscribersOfResp2MayNotSayEverything() {
        play(
                "1 SUBSCRIBE a",
                "1 GET k",
                "1 PUBLISH b m",
                "1 PUBSUB NUMPAT",
                "1 NOSUCH",
                "1 GET",
                "1 PING",
                "1 PING text",
                "1 PING a b",
                "1 MULTI",
                "1 UNSUBSCRIBE",
                "1 GET k");
        play(
                "1 SSUBSCRIBE a",
                "1 GET k",
                "1 SUNSUBSCRIBE",
                "1 GET k",
                "1 PSUBSCRIBE a",
                "1 ECHO x",
                "1 PUNSUBSCRIBE",
                "1 ECHO x");
    }

    @Test
    void resetEndsSubscriptions() {
        play(
                "1 SUBSCRIBE a",
                "1 PSUBSCRIBE b*",
                "1 SSUBSCRIBE c",
                "1 RESET",
                "0 PUBLISH a x",
                "0 PUBLISH b x",
                "0 SPUBLISH c x",
                "1 GET k");
    }

    @Test
    void inTransactions() {
        play("1 MULTI", "1 SUBSCRIBE a b", "1 PING x", "1 GET k", "1 EXEC", "0 PUBLISH a m");
        play("1 SUBSCRIBE a", "2 MULTI", "2 PUBLISH a x", "2 SET k v", "2 PUBLISH a y", "2 EXEC");
        play(
                "1 MULTI",
                "1 SSUBSCRIBE a",
                "1 UNSUBSCRIBE",
                "1 PSUBSCRIBE *",
                "1 PUNSUBSCRIBE",
                "1 EXEC",
                "0 SPUBLISH a m");
        play("1 MULTI", "1 SUBSCRIBE a", "1 DISCARD", "0 PUBLISH a m");
    }

    @Test
    void clientReplyDoesNotSilenceMessages() {
        play("1! CLIENT REPLY OFF", "1! SUBSCRIBE a", "0 PUBLISH a x", "1! PING", "0 PUBLISH a y", "1! UNSUBSCRIBE a");
        play(
                "1! CLIENT REPLY OFF",
                "1! SUBSCRIBE a b",
                "0 PUBLISH a x",
                "1! UNSUBSCRIBE a",
                "1! UNSUBSCRIBE",
                "1! UNSUBSCRIBE");
    }

    @Test
    void clientListTellsOfSubscriptions() {
        play(
                "1 SUBSCRIBE a b",
                "1 PSUBSCRIBE c",
                "1 SSUBSCRIBE d e f",
                "2 CLIENT KILL TYPE normal SKIPME yes ID ID1",
                "2 CLIENT KILL TYPE pubsub ID ID3");
    }

    @Test
    void binaryNamesAndMessages() {
        play(
                "1 SUBSCRIBE \"a\\x00\\r\\nb\"",
                "2 PSUBSCRIBE \"a\\x00*\"",
                "0 PUBLISH \"a\\x00\\r\\nb\" \"\\xff\\x00\\r\\n\"");
    }

    @Test
    void largeMessages() {
        String large = "x".repeat(70_000);
        play("1 SUBSCRIBE a", "2 PSUBSCRIBE a", "3 SUBSCRIBE a", "0 PUBLISH a " + large, "0 PUBLISH a " + large);
    }

    @Test
    void databasesDoNotMatter() {
        play("1 SELECT 1", "1 SUBSCRIBE a", "0 SELECT 2", "0 PUBLISH a m");
    }

    @Test
    void switchingProtocolWhileSubscribed() {
        compare("SUBSCRIBE a", "HELLO 3 SETNAME x SETNAME y AUTH", "PING");
    }
}
