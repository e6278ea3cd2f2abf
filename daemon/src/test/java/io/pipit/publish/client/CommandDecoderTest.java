package io.pipit.publish.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.TooLongFrameException;
import io.pipit.event.Event.Kind;
import io.pipit.publish.JsonShape;
import io.pipit.publish.Rejection;
import io.pipit.publish.Samples;
import io.pipit.publish.Subscription;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandDecoderTest {
  private final EmbeddedChannel channel =
      new EmbeddedChannel(new CommandDecoder(Samples.NODE, 100));

  @Test
  void aBareSubscribeMeansEverythingButFrames() {
    assertEquals(
        new ClientCommand.Subscribe(Subscription.DEFAULT), decode("{\"cmd\":\"subscribe\"}"));
    assertEquals(
        new ClientCommand.Subscribe(Subscription.DEFAULT),
        decode(
            "{\"cmd\":\"subscribe\",\"types\":null,\"cameras\":null,\"labels\":null,"
                + "\"zones\":null,\"min_score\":null}"));
  }

  @Test
  void subscribeTakesTypesCamerasLabelsAndAScore() {
    assertEquals(
        new ClientCommand.Subscribe(
            new Subscription(
                Set.of(Kind.NEW, Kind.FRAME), Set.of("yard"), Set.of("person", "dog"), null, 0.25)),
        decode(
            " {\"min_score\":0.25, \"labels\":[\"dog\",\"person\",\"dog\"],"
                + " \"cameras\":[\"yard\"], \"types\":[\"frame\",\"new\"], \"cmd\":\"subscribe\"}\r"));
  }

  @Test
  void anEmptyListMeansNone() {
    assertEquals(
        new ClientCommand.Subscribe(new Subscription(Set.of(), Set.of(), Set.of(), Set.of(), 1)),
        decode(
            "{\"cmd\":\"subscribe\",\"types\":[],\"cameras\":[],\"labels\":[],\"zones\":[],"
                + "\"min_score\":1}"));
  }

  @Test
  void snapshotHasNoFields() {
    assertEquals(new ClientCommand.Snapshot(), decode("{\"cmd\":\"snapshot\"}"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "17                     , 17",
        "-9223372036854775808   , -9223372036854775808",
        "null                   , null",
        "\"a\"                  , \"a\"",
        "\"\"                   , \"\"",
        "\"say \\\"hi\\\"\\n\"  , \"say \\\"hi\\\"\\n\"",
        "\"\\u00e4\"            , \"ä\"",
      })
  void pingTakesAStringAnIntegerOrNull(String id, String echoed) {
    assertEquals(new ClientCommand.Ping(echoed), decode("{\"cmd\":\"ping\",\"id\":" + id + "}"));
  }

  @Test
  void aPingWithoutAnIdIsAnsweredWithNull() {
    assertEquals(new ClientCommand.Ping("null"), decode("{\"cmd\":\"ping\"}"));
  }

  @Test
  void aPingIdMayHave64Characters() {
    String id = "\"" + "x".repeat(64) + "\"";
    assertEquals(new ClientCommand.Ping(id), decode("{\"cmd\":\"ping\",\"id\":" + id + "}"));
    assertEquals(
        "out_of_range: id must have at most 64 characters (ping)",
        wrong("{\"cmd\":\"ping\",\"id\":\"" + "x".repeat(65) + "\"}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\ud83d", "\\udc26", "\\udc26\\ud83d", "\\ud83d\\udc26"})
  void aPingIdOfHalfCharactersComesBackAsItWas(String id) {
    ClientCommand.Ping ping =
        assertInstanceOf(
            ClientCommand.Ping.class, decode("{\"cmd\":\"ping\",\"id\":\"" + id + "\"}"));
    byte[] pong = Samples.stream().messages().pong(0, ping.id());
    Object given = JsonShape.read("{\"id\":\"" + id + "\"}").get("id");
    assertEquals(given, JsonShape.read(pong).get("id"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\r", "   ", "\t"})
  void anEmptyLineIsNoCommandAndNoError(String line) {
    assertEquals(new ClientCommand.Blank(), decode(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "{",
        "{\"cmd\":\"ping\"",
        "[]",
        "null",
        "17",
        "\"ping\"",
        "{\"cmd\":\"ping\"} {\"cmd\":\"ping\"}",
        "{\"cmd\":\"ping\"}x",
        "{\"cmd\":\"ping\",\"cmd\":\"ping\"}",
        "{\"cmd\":\"ping\",}",
        "{'cmd':'ping'}",
        "{\"cmd\":\"ping\",\"id\":NaN}",
        "{\"cmd\":\"ping\",\"id\":01}",
        "{\"cmd\":\"ping\",\"id\":[[[[[[[[1]]]]]]]]}",
        "{\"cmd\":\"ping\",\"id\":\"\\u00g0\"}",
        "\u0000",
        "\uFEFF{\"cmd\":\"ping\"}",
      })
  void whatIsNotOneJsonObjectIsRefused(String line) {
    String error = wrong(line);
    assertTrue(error.startsWith("invalid_json: not one JSON object: '"), error);
  }

  @Test
  void aNumberThatIsTooLongForAnyoneIsRefused() {
    String error = wrong("{\"cmd\":\"ping\",\"id\":" + "9".repeat(5000) + "}");
    assertTrue(error.startsWith("invalid_json: "), error);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                                       | missing_field: cmd is missing; known: subscribe, snapshot, ping",
        "{'cmd':7}                                | wrong_type: cmd must be a string",
        "{'cmd':null}                             | wrong_type: cmd must be a string",
        "{'cmd':'subscribbe'}                     | unknown_command: no command is called 'subscribbe'; did you mean subscribe?; known: subscribe, snapshot, ping",
        "{'cmd':'PING'}                           | unknown_command: no command is called 'PING'; known: subscribe, snapshot, ping",
        "{'cmd':'snapshot','x':1}                 | unknown_field: snapshot has no field 'x'; there are none (snapshot)",
        "{'cmd':'subscribe','label':['dog']}      | unknown_field: subscribe has no field 'label'; did you mean labels?; known: types, cameras, labels, zones, min_score (subscribe)",
        "{'cmd':'subscribe','types':'new'}        | wrong_type: types must be a list of strings or null (subscribe)",
        "{'cmd':'subscribe','types':{}}           | wrong_type: types must be a list of strings or null (subscribe)",
        "{'cmd':'subscribe','types':[1]}          | wrong_type: types must hold strings only (subscribe)",
        "{'cmd':'subscribe','types':[null]}       | wrong_type: types must hold strings only (subscribe)",
        "{'cmd':'subscribe','types':['NEW']}      | unknown_value: types: there is no 'NEW'; known: new, update, end, zone, line, rule, frame, camera, health, output, input, config (subscribe)",
        "{'cmd':'subscribe','types':['hello']}    | unknown_value: types: there is no 'hello'; known: new, update, end, zone, line, rule, frame, camera, health, output, input, config (subscribe)",
        "{'cmd':'subscribe','cameras':['stret']}  | unknown_value: cameras: there is no 'stret'; did you mean street?; known: street, yard (subscribe)",
        "{'cmd':'subscribe','labels':['cat']}     | unknown_value: labels: there is no 'cat'; did you mean car?; known: person, car, dog (subscribe)",
        "{'cmd':'subscribe','zones':['gates']}    | unknown_value: zones: there is no 'gates'; did you mean gate?; known: gate (subscribe)",
        "{'cmd':'subscribe','min_score':'0.5'}    | wrong_type: min_score must be a number (subscribe)",
        "{'cmd':'subscribe','min_score':true}     | wrong_type: min_score must be a number (subscribe)",
        "{'cmd':'subscribe','min_score':1.01}     | out_of_range: min_score must be within 0..1, is 1.01 (subscribe)",
        "{'cmd':'subscribe','min_score':-1}       | out_of_range: min_score must be within 0..1, is -1.0 (subscribe)",
        "{'cmd':'subscribe','min_score':1e999}    | out_of_range: min_score must be within 0..1, is Infinity (subscribe)",
        "{'cmd':'ping','id':1.5}                  | wrong_type: id must be a string or an integer (ping)",
        "{'cmd':'ping','id':9223372036854775808}  | wrong_type: id must be a string or an integer (ping)",
        "{'cmd':'ping','id':false}                | wrong_type: id must be a string or an integer (ping)",
        "{'cmd':'ping','id':[1]}                  | wrong_type: id must be a string or an integer (ping)",
      })
  void everyErrorIsNamed(String line, String error) {
    assertEquals(error, wrong(line.replace('\'', '"')));
  }

  @Test
  void aClientsWordsComeBackShortAndWhole() {
    String bird = "\ud83d\udc26";
    String error = wrong("{\"cmd\":\"" + "x".repeat(63) + bird + bird + "\"}");
    assertTrue(error.contains("'" + "x".repeat(63) + "?...'"), error);
    assertEquals(error, new String(error.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(ints = {0x80, 0xc0, 0xff})
  void bytesThatAreNotUtf8AreRefused(int start) {
    byte[] line = "{\"cmd\":\"ping\",\"id\":\"_\"}".getBytes(StandardCharsets.UTF_8);
    line[20] = (byte) start;
    assertEquals("not_utf8: the line is not UTF-8", wrong(Unpooled.wrappedBuffer(line)));
  }

  @Test
  void surrogatesAndOverlongFormsAreNotUtf8() {
    assertEquals(
        "not_utf8: the line is not UTF-8",
        wrong(Unpooled.wrappedBuffer(new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80})));
    assertEquals(
        "not_utf8: the line is not UTF-8",
        wrong(Unpooled.wrappedBuffer(new byte[] {(byte) 0xc0, (byte) 0x80})));
  }

  @Test
  void aLineThatIsTooLongIsReported() {
    channel.pipeline().fireExceptionCaught(new TooLongFrameException("some words of Netty's"));
    Rejection error = rejection(channel.readInbound());
    assertEquals(Rejection.Code.LINE_TOO_LONG, error.code());
    assertEquals("a line must have at most 100 bytes", error.message());
  }

  @Test
  void otherExceptionsArePassedOn() {
    channel.pipeline().fireExceptionCaught(new IllegalStateException("boom"));
    assertNull(channel.readInbound());
    assertThrows(IllegalStateException.class, channel::checkException);
  }

  @Test
  void linesAreReleased() {
    ByteBuf line = Unpooled.copiedBuffer("{\"cmd\":\"ping\"}", StandardCharsets.UTF_8);
    channel.writeInbound(line);
    assertEquals(0, line.refCnt());
    ByteBuf broken = Unpooled.wrappedBuffer(new byte[] {(byte) 0xff});
    channel.writeInbound(broken);
    assertEquals(0, broken.refCnt());
  }

  private ClientCommand decode(String line) {
    return decode(Unpooled.copiedBuffer(line, StandardCharsets.UTF_8));
  }

  private ClientCommand decode(ByteBuf line) {
    channel.writeInbound(line);
    ClientCommand command = channel.readInbound();
    assertNull(channel.readInbound(), "one line is one command");
    return command;
  }

  private String wrong(String line) {
    return wrong(Unpooled.copiedBuffer(line, StandardCharsets.UTF_8));
  }

  private String wrong(ByteBuf line) {
    Rejection error = rejection(decode(line));
    String about = error.cmd() == null ? "" : " (" + error.cmd() + ")";
    return error.code().wireName() + ": " + error.message() + about;
  }

  private static Rejection rejection(ClientCommand command) {
    return assertInstanceOf(ClientCommand.Wrong.class, command).rejection();
  }
}
