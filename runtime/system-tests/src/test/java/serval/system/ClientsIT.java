package serval.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisDataException;

/** Client libraries that were made for Redis. */
class ClientsIT {
    @SuppressWarnings("NullAway.Init")
    private static ServalProcess server;

    @BeforeAll
    static void start() {
        server = ServalProcess.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void jedisSetsGetsAndSeesErrors() {
        try (Jedis jedis = new Jedis("127.0.0.1", server.port())) {
            assertEquals("OK", jedis.set("jedis:key", "value"));
            assertEquals("value", jedis.get("jedis:key"));
            assertNull(jedis.get("jedis:missing"));
            assertThrows(JedisDataException.class, () -> jedis.incr("jedis:key"));
            assertEquals(1, jedis.del("jedis:key"));
        }
    }

    @Test
    void jedisSpeaksResp3AndTransactions() {
        var configuration = DefaultJedisClientConfig.builder()
                .protocol(redis.clients.jedis.RedisProtocol.RESP3)
                .build();
        try (Jedis jedis = new Jedis(new HostAndPort("127.0.0.1", server.port()), configuration)) {
            Transaction transaction = jedis.multi();
            Response<Long> first = transaction.incr("jedis:counter");
            Response<Long> second = transaction.incrBy("jedis:counter", 41);
            assertEquals(List.of(1L, 42L), transaction.exec());
            assertEquals(1, first.get());
            assertEquals(42, second.get());
        }
    }

    @Test
    void lettuceSetsGetsAndPipelines() throws Exception {
        RedisClient client = RedisClient.create("redis://127.0.0.1:" + server.port());
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            assertEquals("OK", connection.sync().set("lettuce:key", "value"));
            assertEquals("value", connection.sync().get("lettuce:key"));
            var first = connection.async().append("lettuce:key", "s");
            var second = connection.async().strlen("lettuce:key");
            assertEquals(6, first.get(60, TimeUnit.SECONDS));
            assertEquals(6, second.get(60, TimeUnit.SECONDS));
        } finally {
            client.shutdown();
        }
    }
}
