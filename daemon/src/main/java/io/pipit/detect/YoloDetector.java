package io.pipit.detect;

import io.pipit.config.ModelSettings;
import io.pipit.detect.model.ModelCard;
import io.pipit.detect.model.ModelException;
import io.pipit.detect.torch.TorchModel;
import io.pipit.metrics.StageClock;
import io.pipit.metrics.StageClock.Stage;
import io.pipit.scene.ConfusableClasses;
import io.pipit.scene.Detection;
import io.pipit.scene.Frame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** YOLOv3-tiny by libtorch: letterbox, forward, decode, suppress, map back. */
final class YoloDetector implements Detector {
  private static final int MAX_DETECTIONS = 100;

  private final TorchModel network;
  private final List<String> classes;
  private final List<ModelCard.Head> cards;
  private final List<Float> minScores;
  private final ModelSettings.Input inputSize;
  private final StageClock clock;
  private final Nms nms;
  private final Candidates candidates = new Candidates();
  private final Map<Frame.Layout, View> views = new HashMap<>();
  private List<YoloHead> heads;

  /** The network's input for frames of one layout, and how the frame lies in it. */
  private record View(InputCanvas canvas, TorchModel.Input input) {}

  /**
   * A detector that owns the network.
   *
   * @param minScores by class index: what scores less is not reported, 0 to 1
   * @param neededScore what scores as much is reported all the same
   * @param nmsIou overlap above which two boxes of one class are one object, 0 to 1
   * @param clock takes the stages' times; its frame has begun when {@link #detect} is called
   */
  YoloDetector(
      TorchModel network,
      ModelCard card,
      ModelSettings.Input inputSize,
      List<Float> minScores,
      float neededScore,
      float nmsIou,
      StageClock clock) {
    this.network = network;
    this.classes = card.classes();
    this.cards = card.heads();
    this.minScores = minScores;
    this.heads = heads(neededScore);
    this.inputSize = inputSize;
    this.clock = clock;
    this.nms = new Nms(new ConfusableClasses(classes), nmsIou, MAX_DETECTIONS);
  }

  @Override
  public List<Detection> detect(Frame frame) {
    View view = viewOf(frame.layout());
    view.canvas.paint(frame.pixels());
    clock.lap(Stage.PREPROCESS);
    List<TorchModel.Head> outputs = network.forward(view.input);
    clock.lap(Stage.INFER);
    decode(outputs, view.input);
    clock.lap(Stage.DECODE);
    List<Detection> detections = suppress(view.canvas.letterbox());
    clock.lap(Stage.NMS);
    return detections;
  }

  @Override
  public void need(float score) {
    heads = heads(score);
  }

  private List<YoloHead> heads(float neededScore) {
    float[] scores = new float[minScores.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = Math.min(minScores.get(i), neededScore);
    }
    return cards.stream().map(card -> new YoloHead(card, scores)).toList();
  }

  @Override
  public void close() {
    network.close();
  }

  private View viewOf(Frame.Layout layout) {
    View view = views.get(layout);
    if (view == null) {
      Letterbox letterbox = Letterbox.of(inputSize, layout.frameWidth(), layout.frameHeight());
      TorchModel.Input input = network.input(letterbox.inputWidth(), letterbox.inputHeight());
      view = new View(new InputCanvas(layout, letterbox, input.pixels()), input);
      views.put(layout, view);
    }
    return view;
  }

  private void decode(List<TorchModel.Head> outputs, TorchModel.Input input) {
    if (outputs.size() != heads.size()) {
      throw new ModelException(
          "model.json names " + heads.size() + " heads, the network has " + outputs.size());
    }
    candidates.clear();
    for (int i = 0; i < heads.size(); i++) {
      TorchModel.Head output = outputs.get(i);
      YoloHead head = heads.get(i);
      check(i, head, output, input);
      head.decode(output.values(), output.gridWidth(), output.gridHeight(), candidates);
    }
  }

  private static void check(int i, YoloHead head, TorchModel.Head output, TorchModel.Input input) {
    if (output.channels() != head.channels()) {
      throw new ModelException(
          ("head " + i + ": by model.json's anchors and classes a cell has " + head.channels())
              + (" numbers, the network's has " + output.channels()));
    }
    int width = input.width() / head.stride();
    int height = input.height() / head.stride();
    if (output.gridWidth() != width || output.gridHeight() != height) {
      throw new ModelException(
          ("head " + i + ": by model.json's stride a grid is " + width + "x" + height)
              + (", the network's is " + output.gridWidth() + "x" + output.gridHeight()));
    }
  }

  private List<Detection> suppress(Letterbox letterbox) {
    int count = nms.suppress(candidates);
    List<Detection> detections = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int k = nms.kept(i);
      int classId = candidates.classId(k);
      detections.add(
          new Detection(
              classId,
              classes.get(classId),
              candidates.score(k),
              letterbox.toFrame(
                  candidates.x1(k), candidates.y1(k), candidates.x2(k), candidates.y2(k))));
    }
    return detections;
  }
}
